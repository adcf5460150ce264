using FrameRing.CommandLine.Errors;
using FrameRing.Formats;
using FrameRing.Reading;

namespace FrameRing.Consumer.Reading;

/// <summary>Whether the visible part of a frame can be taken as rows of bytes, and the sentence if not.</summary>
internal static class VisibleFormat
{
    internal static PixelFormat Of(scoped in FrameView view)
    {
        PixelFormat format = view.Geometry.PixelFormat
            ?? throw new ToolException($"The frames have the pixel format {view.Metadata.Format}, which this program does not know.");
        CropRectangle crop = view.Geometry.Crop;
        return view.Geometry.HasVisibleRows
            ? format
            : throw new ToolException($"The visible picture begins at pixel {crop.X}, {crop.Y}, inside a sample of {format}, so it cannot be cut out.");
    }
}
