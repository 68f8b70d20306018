namespace Resident.Model.Profiles;

/// <summary>A unit of a family such as bytes or time.</summary>
/// <param name="Name">The name that reports print.</param>
/// <param name="Aliases">The names that it is known by, in lower case and singular, separated by a comma.</param>
/// <param name="Factor">How many of the family's smallest unit it is.</param>
internal sealed record MeasurementUnit(string Name, string Aliases, double Factor)
{
    private readonly string[] _aliases = Aliases.Split(',');

    /// <summary>Tells whether this is the unit's name in lower case and singular.</summary>
    public bool IsCalled(ReadOnlySpan<char> alias)
    {
        foreach (string name in _aliases)
        {
            if (alias.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
