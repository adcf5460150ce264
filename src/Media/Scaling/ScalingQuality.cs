namespace FrameRing.Media.Scaling;

/// <summary>How much work to put into scaling.</summary>
public enum ScalingQuality
{
    /// <summary>Bicubic with exact rounding and full chroma: for pictures that people look at.</summary>
    Fine,

    /// <summary>Bilinear: for measuring.</summary>
    Fast,
}
