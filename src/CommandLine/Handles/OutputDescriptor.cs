using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace FrameRing.CommandLine.Handles;

/// <summary>
/// A descriptor that is written to without a wait, although others share what is open there and its flags must stay as they are. Whoever
/// has called write(2) on a full pipe hears no signal until somebody reads.
/// </summary>
public sealed unsafe class OutputDescriptor : IDisposable
{
    // What a pipe takes without a wait if it has room at all (PIPE_BUF), and what a terminal does: its room is counted in buffers of 256
    // bytes, and the end of a line may become two.
    private const int PipePart = 4096;
    private const int TerminalPart = 128;
    private const ulong PseudoTerminalMaster = 0x502;

    private readonly SafeFileHandle? _own;
    private readonly int _number;
    private readonly bool _isSocket;

    // 0: a write does not wait by itself. Else poll(2) is asked before each write, which is so short.
    private readonly int _part;

    /// <summary>Takes a file, pipe or device that this program has opened, and not for waiting.</summary>
    /// <param name="opened">Closed with this.</param>
    internal OutputDescriptor(SafeFileHandle opened) => (_own, _number) = (opened, Descriptor.NumberOf(opened));

    /// <summary>Takes what the process was given at its start; that stays open.</summary>
    /// <param name="given">Its number.</param>
    internal OutputDescriptor(int given)
    {
        _number = given;
        stat status;
        if (LibC.fstat(given, &status) != 0)
        {
            return;
        }

        _isSocket = Descriptor.IsKind(status, LibC.S_IFSOCK);
        bool isTerminal = Descriptor.IsKind(status, LibC.S_IFCHR) && LibC.isatty(given) == 1;
        bool isPipe = Descriptor.IsKind(status, LibC.S_IFIFO);
        if (!isTerminal && !isPipe)
        {
            // Files and other devices wait for nobody.
            return;
        }

        // A description of our own, which does not wait. The other side of a pseudoterminal would become a new one.
        _own = isTerminal && (ulong)status.st_rdev == PseudoTerminalMaster ? null
            : Descriptor.TryOpenAt(LibC.AT_FDCWD, $"/proc/self/fd/{given}", LibC.O_WRONLY | LibC.O_NONBLOCK | LibC.O_NOCTTY);
        if (_own is not null)
        {
            _number = Descriptor.NumberOf(_own);
        }
        else
        {
            // Another user's, as after su(1).
            _part = isTerminal ? TerminalPart : PipePart;
        }
    }

    /// <summary>Writes what there is room for.</summary>
    /// <param name="bytes">What to write; not empty.</param>
    /// <param name="written">How much of it was.</param>
    /// <returns>0, or the number of the error; EAGAIN: there is no room now.</returns>
    internal int TryWrite(ReadOnlySpan<byte> bytes, out int written)
    {
        written = 0;
        if (_part > 0)
        {
            if (!HasRoomWithin(0))
            {
                return LibC.EAGAIN;
            }

            bytes = bytes[..Math.Min(_part, bytes.Length)];
        }

        long count;
        fixed (byte* start = bytes)
        {
            count = _isSocket
                ? (long)LibC.send(_number, start, (size_t)bytes.Length, LibC.MSG_DONTWAIT | LibC.MSG_NOSIGNAL)
                : (long)LibC.write(_number, start, (size_t)bytes.Length);
        }

        if (count < 0)
        {
            return LibC.errno;
        }

        written = (int)count;
        return 0;
    }

    /// <summary>Waits until there is room, or nobody can read any more.</summary>
    /// <param name="milliseconds">For so long at most.</param>
    /// <returns>False if there is none.</returns>
    internal bool HasRoomWithin(int milliseconds)
    {
        pollfd room = new() { fd = _number, events = LibC.POLLOUT };
        return LibC.poll(&room, 1, milliseconds) > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();
}
