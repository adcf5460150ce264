using FrameRing.Fuzz.Core;

namespace FrameRing.Fuzz.Running;

/// <summary>Ends a child process, and removes what it made, when the process that started it is gone: its standard input ends then.</summary>
internal static class OrphanWatch
{
    internal static void Start() => new Thread(() =>
    {
        Console.In.ReadToEnd();
        for (int number = 0; number < SampleRing.MaxNames; number++)
        {
            DeadRing.CleanUp(SampleRing.NameOf(Environment.ProcessId, number));
        }

        // Another thread may be writing there at this moment; then one file stays, in the folder for temporary ones.
        try
        {
            Directory.Delete(Worker.Folder, recursive: true);
        }
        catch (IOException)
        {
        }

        NativeMethods._exit(FuzzExit.Orphaned);
    })
    { IsBackground = true }.Start();
}
