namespace Resident.Analysis.Trends;

/// <summary>What a model of a series is made of, beside its level.</summary>
/// <param name="Line">A constant rate.</param>
/// <param name="Settling">The time constant of an approach to a ceiling, as a share of the window; 0: none.</param>
/// <param name="FirstStep">The block at which the level changes; 0: it does not.</param>
/// <param name="SecondStep">The block at which it changes again; 0: it does not.</param>
/// <param name="Cycle">The cycle's length as a share of the window; 0: none.</param>
/// <param name="Harmonics">How many sines the cycle is made of.</param>
/// <param name="FullAt">The block at which a steady fill ends at its level; 0: none.</param>
/// <param name="CycleIsFound">The cycle's length was searched for, so it counts as a parameter.</param>
internal readonly record struct TrendModel(
    bool Line,
    double Settling = 0,
    int FirstStep = 0,
    int SecondStep = 0,
    double Cycle = 0,
    int Harmonics = 0,
    int FullAt = 0,
    bool CycleIsFound = false)
{
    /// <summary>Gets the count of columns of the regression, the level's included.</summary>
    public int Columns =>
        1 + (Line ? 1 : 0) + (Settling > 0 ? 1 : 0) + (FirstStep > 0 ? 1 : 0) + (SecondStep > 0 ? 1 : 0) + (FullAt > 0 ? 1 : 0) + (2 * Harmonics);

    /// <summary>Gets the count of figures that were chosen to fit: the columns', the time constant, where the steps are, the cycle's length.</summary>
    public int Parameters =>
        Columns + (Settling > 0 ? 1 : 0) + (FirstStep > 0 ? 1 : 0) + (SecondStep > 0 ? 1 : 0) + (FullAt > 0 ? 1 : 0) + (CycleIsFound ? 1 : 0);

    /// <summary>Gets how many places in the series were searched for: of its steps, or of the end of its fill.</summary>
    public int Places => (FirstStep > 0 ? 1 : 0) + (SecondStep > 0 ? 1 : 0) + (FullAt > 0 ? 1 : 0);

    /// <summary>Gets a value indicating whether nothing in it goes on for ever.</summary>
    public bool IsBounded => !Line;
}
