namespace FrameRing.Formats;

// A row has ceil(width / 2^WidthShift) samples of BytesPerSample bytes. Packed 4:2:2 counts two pixels of four bytes as one sample.
// FixedRowBytes > 0 marks a palette: one row of that size, whatever the picture's size.
internal readonly record struct PlaneShape(int WidthShift, int HeightShift, int BytesPerSample, int FixedRowBytes = 0);
