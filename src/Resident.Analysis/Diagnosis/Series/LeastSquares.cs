namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Fits a sum of few given functions to points: normal equations, solved by elimination.</summary>
internal static class LeastSquares
{
    /// <summary>Fits.</summary>
    /// <param name="basis">The functions' values: one array a function, one value a point.</param>
    /// <param name="values">The points.</param>
    /// <returns>A coefficient a function, and the sum of squared residuals; null where the functions are not independent.</returns>
    public static (double[] Coefficients, double SquaredError)? Fit(IReadOnlyList<double[]> basis, ReadOnlySpan<double> values)
    {
        int count = basis.Count;
        double[][] matrix = [.. Enumerable.Range(0, count).Select(_ => new double[count + 1])];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++)
            {
                for (int i = 0; i < values.Length; i++)
                {
                    matrix[row][column] += basis[row][i] * basis[column][i];
                }
            }

            for (int i = 0; i < values.Length; i++)
            {
                matrix[row][count] += basis[row][i] * values[i];
            }
        }

        if (!Eliminate(matrix, count))
        {
            return null;
        }

        double[] coefficients = new double[count];
        for (int row = 0; row < count; row++)
        {
            coefficients[row] = matrix[row][count];
        }

        double error = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double fitted = 0;
            for (int row = 0; row < count; row++)
            {
                fitted += coefficients[row] * basis[row][i];
            }

            error += (values[i] - fitted) * (values[i] - fitted);
        }

        return (coefficients, error);
    }

    private static bool Eliminate(double[][] matrix, int count)
    {
        for (int pivot = 0; pivot < count; pivot++)
        {
            double diagonal = matrix[pivot][pivot];
            if (Math.Abs(diagonal) < 1e-12)
            {
                return false;
            }

            for (int column = pivot; column <= count; column++)
            {
                matrix[pivot][column] /= diagonal;
            }

            for (int row = 0; row < count; row++)
            {
                double factor = row == pivot ? 0 : matrix[row][pivot];
                for (int column = pivot; factor != 0 && column <= count; column++)
                {
                    matrix[row][column] -= factor * matrix[pivot][column];
                }
            }
        }

        return true;
    }
}
