namespace Resident.Sources.GoRuntime.Functions;

/// <summary>Bounds the steps through the tables from instruction to value.</summary>
/// <remarks>An honest look-up takes some hundred steps, in the largest functions that are generated a hundred thousand. A table that a
/// program made to hurt has a million steps and 256 functions inlined into each other: some ten seconds for one instruction. Each look-up may
/// take 8,192 steps, and all of them together a stock of some seconds.</remarks>
internal sealed class StepBudget
{
    private const long Stock = 1L << 27;
    private const int OfEach = 8_192;

    private long _stock = Stock;
    private int _own;

    /// <summary>Begins a look-up. What the one before left goes into the stock.</summary>
    public void BeginLookup()
    {
        _stock = Math.Min(Stock, _stock + _own);
        _own = OfEach;
    }

    /// <summary>Takes a step.</summary>
    /// <returns>False where none is left for this look-up.</returns>
    public bool TryTake()
    {
        if (_own > 0)
        {
            _own--;
            return true;
        }

        if (_stock == 0)
        {
            return false;
        }

        _stock--;
        return true;
    }
}
