using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace FrameRing.Testing;

/// <summary>
/// A System V namespace of its own (ipc_namespaces(7)) for one thread: there the limits can be changed and the machine's stay as they
/// are, and the kernel removes every object when the thread ends, also when the test is killed. Objects from there have ids that mean
/// something else outside: never remove them later.
/// </summary>
public static partial class IpcNamespace
{
    private const int CLONE_NEWIPC = 0x08000000;

    /// <summary>Runs an action there and passes on what it throws.</summary>
    /// <returns>False, with the reason to skip the test, if this user may not make a namespace.</returns>
    public static bool TryRun(Action action, out string reason)
    {
        int errno = 0;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            if (unshare(CLONE_NEWIPC) != 0)
            {
                errno = Marshal.GetLastPInvokeError();
                return;
            }

            try
            {
                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        reason = errno == 0 ? string.Empty : $"An IPC namespace of one's own needs root ({Marshal.GetPInvokeErrorMessage(errno)}).";
        return errno == 0;
    }

    /// <summary>Changes a limit, as "shmmax". Only for an action that runs there.</summary>
    public static void SetLimit(string name, FormattableString value)
    {
        if (InFirstNamespace())
        {
            throw new InvalidOperationException("This would change the limits of the machine.");
        }

        File.WriteAllText($"/proc/sys/kernel/{name}", value.ToString(CultureInfo.InvariantCulture));
    }

    // /proc/self is the process's first thread, which stays where it was.
    private static bool InFirstNamespace() =>
        new FileInfo("/proc/thread-self/ns/ipc").LinkTarget == new FileInfo("/proc/self/ns/ipc").LinkTarget;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);
}
