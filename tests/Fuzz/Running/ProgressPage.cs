using System.IO.MemoryMappedFiles;

namespace FrameRing.Fuzz.Running;

/// <summary>A file that both processes map: the number of the running iteration is there also after a crash.</summary>
internal sealed unsafe class ProgressPage : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _iteration;

    internal ProgressPage(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, 4096);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _iteration = (long*)start;
    }

    /// <summary>The iteration that runs; -1 before the first and after the last one.</summary>
    internal long Iteration
    {
        get => Volatile.Read(ref *_iteration);
        set => Volatile.Write(ref *_iteration, value);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
