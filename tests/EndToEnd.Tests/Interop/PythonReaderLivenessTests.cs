using System.Globalization;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Whether the reader in Python takes a producer for alive, as the library does, and what it does if a ring is not for its user.</summary>
public sealed class PythonReaderLivenessTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void A_producer_whose_first_thread_is_over_lives()
    {
        string ring = Start(out Tool producer);
        using Tool writer = producer;
        using Tool forge = ForeignReaders.Code(PythonReader.Forging + """
            before = entry()
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
            def go_on():
                while b") Z " not in open(f"/proc/self/task/{os.getpid()}/stat", "rb").read():
                    pass
                started = int(open("/proc/self/stat", "rb").read().rsplit(b")", 1)[1].split()[19])
                change(pid=os.getpid(), start=started, semaphore=-1)
                print("ready", flush=True)
                signal.sigwait([signal.SIGTERM])
                change(pid=before.pid, start=before.start, semaphore=before.semaphore)
                os._exit(0)
            threading.Thread(target=go_on).start()
            libc.syscall(60 if framering._IS_X86_64 else 93, 0)
            """, ring);
        forge.WaitForOutput("ready");
        AssertReads(ring);
        forge.AskToEnd();
        Assert.Equal(0, forge.Finish().Code);
    }

    [Fact]
    public void A_semaphore_that_somebody_else_has_set_does_not_tell_that_the_producer_is_dead()
    {
        string ring = Start(out Tool producer);
        using Tool writer = producer;
        using Tool reader = readers.Python(ring, "-n", "200");
        reader.WaitForOutput("1");
        using Tool forge = ForeignReaders.Code(PythonReader.Forging + "print(libc.semctl(entry().semaphore, 0, 16, 0))", ring);
        Assert.Equal((0, "0\n", string.Empty), forge.Finish());
        AssertReads(ring);
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, errors);
    }

    [Fact]
    public void Who_waits_for_a_successor_asks_the_semaphore_of_the_entry_that_it_sees()
    {
        string ring = Start(out Tool producer);
        using Tool writer = producer;

        // As if a successor with another set of semaphores were about to end just now.
        using Tool script = ForeignReaders.Code(PythonReader.Forging + """
            reader = framering.Reader.attach(sys.argv[2])
            print("attached", flush=True)
            while isinstance(reader.wait(), framering.Frame):
                pass
            libc.semctl(entry().semaphore, 0, 0)
            own = libc.semget(framering.key_of(sys.argv[2]), 1, 0o1600)
            libc.semctl(own, 0, 16, 1)
            change(state=framering._ENDED, semaphore=own, segment=-1)
            print(reader.wait(0.05))
            libc.semctl(own, 0, 16, 0)
            print(reader.wait(0.05))
            """, ring);
        script.WaitForOutput("attached");
        producer.Kill();
        (int code, string output, string errors) = script.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal("attached\nStatus.WRITER_DIED\nStatus.ENDED\n", output);
        using Tool remove = new("ringctl", "rm", ring);
        Assert.Equal(0, remove.Finish().Code);
    }

    [Fact]
    public void A_successor_that_is_not_for_its_user_ends_a_follower_with_a_sentence()
    {
        readers.SkipUnlessPresent();
        using OtherUser nobody = new();
        Assert.SkipUnless(File.Exists(Python), $"{Python}, which other users may run, is not installed; install it with: sudo apt-get install python3");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("framering-");
        try
        {
            // Nobody may perhaps not look into the repository.
            folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            string copy = Path.Combine(folder.FullName, "framering.py");
            File.Copy(PythonReader.Path, copy);
            File.SetUnixFileMode(copy, UnixFileMode.OtherRead | UnixFileMode.UserRead | UnixFileMode.UserWrite);
            string ring = Tool.NewRing();
            using Tool first = new("producer", "pattern:64x32@100", "--ring", ring, "--mode", "0644", "-q");
            string id = OtherUser.Id.ToString(CultureInfo.InvariantCulture);
            using Tool reader = PythonReader.Shell($"exec setpriv --reuid={id} --regid={id} --clear-groups {Python} -B \"$0\" {ring} --follow", copy);
            reader.WaitForOutput("1");
            first.AskToEnd();
            reader.WaitForError("waiting for the next one");
            Assert.Equal(0, first.Finish().Code);
            using Tool second = new("producer", "pattern:64x32@100", "--ring", ring, "--mode", "0600", "-q");
            (int code, _, string errors) = reader.Finish();
            Assert.Equal(1, code);
            Assert.Contains("permission denied", errors);
            Assert.Equal(2, errors.TrimEnd().Split('\n').Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void AssertReads(string ring)
    {
        using Tool reader = readers.Python(ring, "-n", "3", "-w", "0");
        (int code, _, string errors) = reader.Finish();
        Assert.True(code == 0, $"{code}: {errors}");
    }

    private string Start(out Tool producer)
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "changing a page needs root");
        string ring = Tool.NewRing();
        producer = new Tool("producer", "pattern:64x32@100", "--ring", ring, "-q");
        RingState.WaitFor(ring, state => RingState.Head(state) > 0);
        return ring;
    }
}
