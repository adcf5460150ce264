using FrameRing.Formats;
using FrameRing.V4L2.Interop;

namespace FrameRing.V4L2.Formats;

/// <summary>
/// Turns V4L2's colour words into those of ITU-T H.273. What a driver leaves open is filled in as the header's V4L2_MAP_..._DEFAULT macros
/// do. Source: "Colorspaces" in the kernel's media userspace API.
/// </summary>
internal static class ColourReader
{
    internal static CaptureColour Read(FourCC code, uint colorspace, uint transfer, uint encoding, uint quantization)
    {
        bool isRgb = FormatMap.TryGet(code, out FormatMapping? mapping) && mapping.Format.Kind is PixelFormatKind.Rgb or PixelFormatKind.Palette or PixelFormatKind.Bayer;
        return new CaptureColour(
            PrimariesOf(colorspace),
            TransferOf(transfer == 0 ? DefaultTransfer(colorspace) : transfer),
            isRgb ? ColourMatrix.Rgb : MatrixOf(encoding == 0 ? DefaultEncoding(colorspace) : encoding),
            RangeOf(quantization, isRgb, colorspace));
    }

    private static ColourPrimaries PrimariesOf(uint colorspace) => colorspace switch
    {
        Videodev2.V4L2_COLORSPACE_SMPTE170M => ColourPrimaries.Smpte170M,
        Videodev2.V4L2_COLORSPACE_SMPTE240M => ColourPrimaries.Smpte240M,
        Videodev2.V4L2_COLORSPACE_REC709 or Videodev2.V4L2_COLORSPACE_SRGB or Videodev2.V4L2_COLORSPACE_JPEG => ColourPrimaries.Bt709,
        Videodev2.V4L2_COLORSPACE_470_SYSTEM_M => ColourPrimaries.Bt470M,
        Videodev2.V4L2_COLORSPACE_470_SYSTEM_BG => ColourPrimaries.Bt470Bg,
        Videodev2.V4L2_COLORSPACE_BT2020 => ColourPrimaries.Bt2020,
        Videodev2.V4L2_COLORSPACE_DCI_P3 => ColourPrimaries.Smpte431,
        _ => ColourPrimaries.Unspecified,
    };

    private static uint DefaultTransfer(uint colorspace) => colorspace switch
    {
        Videodev2.V4L2_COLORSPACE_DEFAULT => Videodev2.V4L2_XFER_FUNC_DEFAULT,
        Videodev2.V4L2_COLORSPACE_OPRGB => Videodev2.V4L2_XFER_FUNC_OPRGB,
        Videodev2.V4L2_COLORSPACE_SMPTE240M => Videodev2.V4L2_XFER_FUNC_SMPTE240M,
        Videodev2.V4L2_COLORSPACE_DCI_P3 => Videodev2.V4L2_XFER_FUNC_DCI_P3,
        Videodev2.V4L2_COLORSPACE_RAW => Videodev2.V4L2_XFER_FUNC_NONE,
        Videodev2.V4L2_COLORSPACE_SRGB or Videodev2.V4L2_COLORSPACE_JPEG => Videodev2.V4L2_XFER_FUNC_SRGB,
        _ => Videodev2.V4L2_XFER_FUNC_709,
    };

    private static ColourTransfer TransferOf(uint transfer) => transfer switch
    {
        Videodev2.V4L2_XFER_FUNC_709 => ColourTransfer.Bt709,
        Videodev2.V4L2_XFER_FUNC_SRGB => ColourTransfer.Srgb,
        Videodev2.V4L2_XFER_FUNC_OPRGB => ColourTransfer.Gamma22,
        Videodev2.V4L2_XFER_FUNC_SMPTE240M => ColourTransfer.Smpte240M,
        Videodev2.V4L2_XFER_FUNC_NONE => ColourTransfer.Linear,
        Videodev2.V4L2_XFER_FUNC_DCI_P3 => ColourTransfer.Smpte428,
        Videodev2.V4L2_XFER_FUNC_SMPTE2084 => ColourTransfer.Smpte2084,
        _ => ColourTransfer.Unspecified,
    };

    private static uint DefaultEncoding(uint colorspace) => colorspace switch
    {
        Videodev2.V4L2_COLORSPACE_DEFAULT => Videodev2.V4L2_YCBCR_ENC_DEFAULT,
        Videodev2.V4L2_COLORSPACE_REC709 or Videodev2.V4L2_COLORSPACE_DCI_P3 => Videodev2.V4L2_YCBCR_ENC_709,
        Videodev2.V4L2_COLORSPACE_BT2020 => Videodev2.V4L2_YCBCR_ENC_BT2020,
        Videodev2.V4L2_COLORSPACE_SMPTE240M => Videodev2.V4L2_YCBCR_ENC_SMPTE240M,
        _ => Videodev2.V4L2_YCBCR_ENC_601,
    };

    private static ColourMatrix MatrixOf(uint encoding) => encoding switch
    {
        Videodev2.V4L2_YCBCR_ENC_601 or Videodev2.V4L2_YCBCR_ENC_XV601 => ColourMatrix.Smpte170M,
        Videodev2.V4L2_YCBCR_ENC_709 or Videodev2.V4L2_YCBCR_ENC_XV709 => ColourMatrix.Bt709,
        Videodev2.V4L2_YCBCR_ENC_BT2020 => ColourMatrix.Bt2020NonConstant,
        Videodev2.V4L2_YCBCR_ENC_BT2020_CONST_LUM => ColourMatrix.Bt2020Constant,
        Videodev2.V4L2_YCBCR_ENC_SMPTE240M => ColourMatrix.Smpte240M,
        _ => ColourMatrix.Unspecified,
    };

    private static ColourRange RangeOf(uint quantization, bool isRgb, uint colorspace) => quantization switch
    {
        Videodev2.V4L2_QUANTIZATION_FULL_RANGE => ColourRange.Full,
        Videodev2.V4L2_QUANTIZATION_LIM_RANGE => ColourRange.Limited,
        _ => isRgb || colorspace == Videodev2.V4L2_COLORSPACE_JPEG ? ColourRange.Full : ColourRange.Limited,
    };
}
