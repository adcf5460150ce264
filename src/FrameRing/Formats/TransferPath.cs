namespace FrameRing.Formats;

/// <summary>How the pixels got into their slot.</summary>
public enum TransferPath : byte
{
    /// <summary>The decoder or the driver wrote them there: no copy.</summary>
    Direct = 0,

    /// <summary>One copy by the CPU from a buffer of the decoder or the driver.</summary>
    Copied = 1,

    /// <summary>One download from memory of a GPU or another decoding device.</summary>
    HwDownload = 2,
}
