using FrameRing.Formats;
using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Formats;

/// <summary>Reads <c>v4l2_format</c>.</summary>
internal static unsafe class FormatReader
{
    internal static CaptureFormat Read(in Videodev2.v4l2_format format, bool isMultiPlanar)
    {
        if (!isMultiPlanar)
        {
            Videodev2.v4l2_pix_format pix = format.pix;
            return new CaptureFormat(
                new FourCC(pix.pixelformat), (int)pix.width, (int)pix.height, (FieldOrder)pix.field,
                ColourReader.Read(new FourCC(pix.pixelformat), pix.colorspace, pix.xfer_func, pix.ycbcr_enc, pix.quantization),
                [new MemoryPlane((int)pix.sizeimage, (int)pix.bytesperline)]);
        }

        Videodev2.v4l2_pix_format_mplane many = format.pix_mp;
        MemoryPlane[] planes = new MemoryPlane[Math.Min((int)many.num_planes, Videodev2.VIDEO_MAX_PLANES)];
        for (int plane = 0; plane < planes.Length; plane++)
        {
            Videodev2.v4l2_plane_pix_format* found = (Videodev2.v4l2_plane_pix_format*)many.plane_fmt + plane;
            planes[plane] = new MemoryPlane((int)found->sizeimage, (int)found->bytesperline);
        }

        return new CaptureFormat(
            new FourCC(many.pixelformat), (int)many.width, (int)many.height, (FieldOrder)many.field,
            ColourReader.Read(new FourCC(many.pixelformat), many.colorspace, many.xfer_func, many.ycbcr_enc, many.quantization),
            planes);
    }
}
