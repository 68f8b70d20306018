namespace Resident.Analysis.Trends;

/// <summary>Solves the few normal equations of a regression.</summary>
internal static class SmallSystem
{
    private const double Singular = 1e-10;

    /// <summary>Splits a symmetric positive matrix into a triangle and its mirror image, in place.</summary>
    /// <param name="matrix">The matrix, row after row; its lower triangle becomes the factor.</param>
    /// <param name="size">Rows and columns.</param>
    /// <returns>False where columns depend on each other.</returns>
    public static bool TryFactor(Span<double> matrix, int size)
    {
        for (int row = 0; row < size; row++)
        {
            double whole = matrix[(row * size) + row];
            for (int column = 0; column <= row; column++)
            {
                double sum = matrix[(row * size) + column];
                for (int k = 0; k < column; k++)
                {
                    sum -= matrix[(row * size) + k] * matrix[(column * size) + k];
                }

                if (row != column)
                {
                    matrix[(row * size) + column] = sum / matrix[(column * size) + column];
                }
                else if (sum <= Singular * whole)
                {
                    return false;
                }
                else
                {
                    matrix[(row * size) + row] = Math.Sqrt(sum);
                }
            }
        }

        return true;
    }

    /// <summary>Solves for one right-hand side, in place.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> right)
    {
        for (int row = 0; row < size; row++)
        {
            for (int k = 0; k < row; k++)
            {
                right[row] -= factor[(row * size) + k] * right[k];
            }

            right[row] /= factor[(row * size) + row];
        }

        for (int row = size - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < size; k++)
            {
                right[row] -= factor[(k * size) + row] * right[k];
            }

            right[row] /= factor[(row * size) + row];
        }
    }
}
