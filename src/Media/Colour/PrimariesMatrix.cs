using FrameRing.Formats;

namespace FrameRing.Media.Colour;

/// <summary>
/// The matrix that turns linear red, green and blue of a wide gamut into those of BT.709: through CIE XYZ (SMPTE RP 177), with a Bradford
/// adaptation where the white is another one than D65.
/// </summary>
internal static class PrimariesMatrix
{
    private static readonly double[,] s_bradford = { { 0.8951, 0.2664, -0.1614 }, { -0.7502, 1.7135, 0.0367 }, { 0.0389, -0.0685, 1.0296 } };

    /// <summary>Rows for red, green and blue.</summary>
    internal static double[,] ToBt709(ColourPrimaries primaries) =>
        Multiply(Invert(ToXyz(ColourPrimaries.Bt709)), Multiply(Adaptation(primaries), ToXyz(primaries)));

    // x and y of red, green, blue and white, from ITU-T H.273 table 2.
    private static double[,] Chromaticities(ColourPrimaries primaries) => primaries switch
    {
        ColourPrimaries.Bt2020 => new[,] { { 0.708, 0.292 }, { 0.170, 0.797 }, { 0.131, 0.046 }, { 0.3127, 0.3290 } },
        ColourPrimaries.Smpte431 => new[,] { { 0.680, 0.320 }, { 0.265, 0.690 }, { 0.150, 0.060 }, { 0.314, 0.351 } },
        ColourPrimaries.Smpte432 => new[,] { { 0.680, 0.320 }, { 0.265, 0.690 }, { 0.150, 0.060 }, { 0.3127, 0.3290 } },
        _ => new[,] { { 0.640, 0.330 }, { 0.300, 0.600 }, { 0.150, 0.060 }, { 0.3127, 0.3290 } },
    };

    private static double[,] ToXyz(ColourPrimaries primaries)
    {
        double[,] points = Chromaticities(primaries);
        double[,] columns = new double[3, 3];
        for (int primary = 0; primary < 3; primary++)
        {
            double[] xyz = Xyz(points, primary);
            for (int row = 0; row < 3; row++)
            {
                columns[row, primary] = xyz[row];
            }
        }

        double[] strength = Multiply(Invert(columns), Xyz(points, 3));
        return Multiply(columns, Diagonal(strength));
    }

    private static double[,] Adaptation(ColourPrimaries primaries)
    {
        double[] from = Multiply(s_bradford, Xyz(Chromaticities(primaries), 3));
        double[] to = Multiply(s_bradford, Xyz(Chromaticities(ColourPrimaries.Bt709), 3));
        return Multiply(Invert(s_bradford), Multiply(Diagonal([to[0] / from[0], to[1] / from[1], to[2] / from[2]]), s_bradford));
    }

    private static double[] Xyz(double[,] points, int index)
    {
        double x = points[index, 0];
        double y = points[index, 1];
        return [x / y, 1, (1 - x - y) / y];
    }

    private static double[,] Diagonal(double[] values) => new[,] { { values[0], 0, 0 }, { 0, values[1], 0 }, { 0, 0, values[2] } };

    private static double[] Multiply(double[,] matrix, double[] vector) =>
        [.. Enumerable.Range(0, 3).Select(row => (matrix[row, 0] * vector[0]) + (matrix[row, 1] * vector[1]) + (matrix[row, 2] * vector[2]))];

    private static double[,] Multiply(double[,] left, double[,] right)
    {
        double[,] product = new double[3, 3];
        for (int column = 0; column < 3; column++)
        {
            double[] result = Multiply(left, [right[0, column], right[1, column], right[2, column]]);
            for (int row = 0; row < 3; row++)
            {
                product[row, column] = result[row];
            }
        }

        return product;
    }

    private static double[,] Invert(double[,] m)
    {
        double[,] inverse = new double[3, 3];
        double determinant = 0;
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                // The cofactor; indices that wrap around bring the sign with them.
                (int r1, int r2, int c1, int c2) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3);
                inverse[column, row] = (m[r1, c1] * m[r2, c2]) - (m[r1, c2] * m[r2, c1]);
            }
        }

        for (int column = 0; column < 3; column++)
        {
            determinant += m[0, column] * inverse[column, 0];
        }

        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                inverse[row, column] /= determinant;
            }
        }

        return inverse;
    }
}
