namespace FrameRing.Tests.Lifecycle;

/// <summary>What somebody does to the writer semaphore of a ring by hand.</summary>
public enum Accident
{
    /// <summary>IPC_RMID.</summary>
    Removed,

    /// <summary>SETVAL 0.</summary>
    SetTo0,

    /// <summary>SETVAL 1, which also makes the kernel forget what the writer's end would take back.</summary>
    SetTo1,

    /// <summary>A semop that adds 1: the kernel takes back the writer's 1 and leaves the other.</summary>
    RaisedTo2,
}
