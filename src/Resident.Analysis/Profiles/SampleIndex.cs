using System.Globalization;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Finds the value of samples that a name or number asks for.</summary>
public static class SampleIndex
{
    private const string InusePrefix = "inuse_";

    /// <summary>Finds the value.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="wanted">A number, a sample type's name, or empty for the profile's default.</param>
    /// <param name="problem">Why there is none, in pprof's words; or null.</param>
    /// <returns>The index, or -1 where there is a problem.</returns>
    public static int Find(Profile profile, string wanted, out string? problem)
    {
        problem = null;
        int count = profile.SampleTypes.Length;
        if (count == 0)
        {
            problem = "profile has no samples";
            return -1;
        }

        if (wanted.Length == 0)
        {
            int byDefault = profile.DefaultSampleType.Length == 0 ? -1 : profile.IndexOfSampleType(profile.DefaultSampleType);
            return byDefault >= 0 ? byDefault : count - 1;
        }

        if (int.TryParse(wanted, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            problem = number < 0 || number >= count
                ? string.Create(CultureInfo.InvariantCulture, $"sample_index {wanted} is outside the range [0..{count - 1}]")
                : null;
            return problem is null ? number : -1;
        }

        string bare = wanted.StartsWith(InusePrefix, StringComparison.Ordinal) ? wanted[InusePrefix.Length..] : wanted;
        int index = IndexOf(profile, wanted, bare);
        problem = index < 0
            ? $"sample_index \"{wanted}\" must be one of: [{string.Join(' ', profile.SampleTypes.Select(static type => type.Type))}]"
            : null;
        return index;
    }

    private static int IndexOf(Profile profile, string name, string other)
    {
        for (int i = 0; i < profile.SampleTypes.Length; i++)
        {
            string type = profile.SampleTypes[i].Type;
            if (string.Equals(type, name, StringComparison.Ordinal) || string.Equals(type, other, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
