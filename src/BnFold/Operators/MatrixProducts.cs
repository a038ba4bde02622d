using BnFold.Graphs;

namespace BnFold.Operators;

/// <summary>Products of a shift with a constant matrix, in double, one row at a time.</summary>
internal static class MatrixProducts
{
    /// <summary>Σ over the contracted axis of vector·matrix, for a matrix of rank 2.</summary>
    public static double[] VectorTimes(double[] vector, Constant matrix, int contracted)
    {
        var (rows, columns) = ((int)matrix.Dims[0], (int)matrix.Dims[1]);
        var result = new double[contracted == 0 ? columns : rows];
        var row = new double[columns];
        for (var r = 0; r < rows; r++)
        {
            matrix.ReadDoubles((long)r * columns, row);
            if (contracted == 0)
            {
                for (var c = 0; c < columns; c++) result[c] += vector[r] * row[c];
            }
            else
            {
                for (var c = 0; c < columns; c++) result[r] += vector[c] * row[c];
            }
        }
        return result;
    }
}
