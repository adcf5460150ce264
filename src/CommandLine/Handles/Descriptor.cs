using System.Runtime.InteropServices;
using FrameRing.CommandLine.Interop;
using FrameRing.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Handles;

/// <summary>The calls on files by a folder's descriptor, with errors as <see cref="IOException"/>s whose HResult is the error number.</summary>
internal static unsafe class Descriptor
{
    private const int PathMax = 4096;

    // The kernel's links in /proc lead to open files, not to names.
    private static readonly Lazy<ulong?> s_procDevice = new(FindProcDevice);

    internal static SafeFileHandle? TryOpenAt(int folder, string name, int flags, int mode = 0)
    {
        fixed (byte* bytes = PrintableText.ToUtf8(name + '\0'))
        {
            int descriptor;
            do
            {
                descriptor = LibC.openat(folder, bytes, flags | LibC.O_CLOEXEC, (ushort)mode);
            }
            while (descriptor < 0 && LibC.errno == LibC.EINTR);
            return descriptor < 0 ? null : new SafeFileHandle(descriptor, true);
        }
    }

    internal static SafeFileHandle OpenAt(int folder, string name, int flags, int mode = 0) => TryOpenAt(folder, name, flags, mode) ?? throw Failure();

    internal static int NumberOf(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    internal static stat StatusOf(SafeFileHandle handle)
    {
        stat status;
        return LibC.fstat(NumberOf(handle), &status) == 0 ? status : throw Failure();
    }

    /// <summary>What has the name, without following it if it is a link.</summary>
    internal static stat? TryStatusAt(SafeFileHandle folder, string name)
    {
        stat status;
        fixed (byte* bytes = PrintableText.ToUtf8(name + '\0'))
        {
            if (LibC.fstatat(NumberOf(folder), bytes, &status, LibC.AT_SYMLINK_NOFOLLOW) == 0)
            {
                return status;
            }
        }

        return LibC.errno == LibC.ENOENT ? null : throw Failure();
    }

    /// <summary>The number of the mount that a file was opened in, as /proc tells it; null if it does not.</summary>
    internal static string? MountOf(SafeFileHandle file)
    {
        const string Field = "mnt_id:";
        try
        {
            return File.ReadLines($"/proc/self/fdinfo/{NumberOf(file)}").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal))?[Field.Length..].Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static bool IsKind(in stat status, mode_t kind) => (status.st_mode & LibC.S_IFMT) == kind;

    internal static bool IsInProc(in stat status) => s_procDevice.Value == (ulong)status.st_dev;

    internal static string ReadLink(SafeFileHandle link)
    {
        byte[] target = new byte[PathMax];
        byte empty = 0;
        fixed (byte* bytes = target)
        {
            long length = (long)LibC.readlinkat(NumberOf(link), &empty, bytes, (size_t)target.Length);
            return length < 0 ? throw Failure() : PrintableText.FromUtf8(target.AsSpan(0, (int)length));
        }
    }

    internal static void MakeFolder(SafeFileHandle folder, string name)
    {
        fixed (byte* bytes = PrintableText.ToUtf8(name + '\0'))
        {
            if (LibC.mkdirat(NumberOf(folder), bytes, (ushort)0b111_111_111) != 0 && LibC.errno != LibC.EEXIST)
            {
                throw Failure();
            }
        }
    }

    internal static void Rename(SafeFileHandle folder, string name, string newName)
    {
        fixed (byte* from = PrintableText.ToUtf8(name + '\0'))
        fixed (byte* to = PrintableText.ToUtf8(newName + '\0'))
        {
            int number = NumberOf(folder);
            if (Stdio.renameat(number, from, number, to) != 0)
            {
                throw Failure(Marshal.GetLastPInvokeError());
            }
        }
    }

    internal static bool TryUnlink(SafeFileHandle folder, string name)
    {
        fixed (byte* bytes = PrintableText.ToUtf8(name + '\0'))
        {
            return LibC.unlinkat(NumberOf(folder), bytes, 0) == 0;
        }
    }

    internal static void Truncate(SafeFileHandle file, long length) => _ = LibC.ftruncate(NumberOf(file), length);

    internal static IOException Failure() => Failure(LibC.errno);

    internal static IOException Failure(int errno) => new(Marshal.GetPInvokeErrorMessage(errno), errno);

    private static ulong? FindProcDevice()
    {
        using SafeFileHandle? proc = TryOpenAt(LibC.AT_FDCWD, "/proc/self", LibC.O_PATH | LibC.O_NOFOLLOW);
        return proc is null ? null : (ulong)StatusOf(proc).st_dev;
    }
}
