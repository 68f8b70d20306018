using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Sums over all samples.</summary>
public static class ProfileTotals
{
    /// <summary>Computes the total that percentages refer to: the sum of magnitudes, of the base's samples alone where there are any.</summary>
    public static long Compute(Profile profile, ReportOptions options)
    {
        long total = 0;
        long divisor = 0;
        long baseTotal = 0;
        long baseDivisor = 0;
        bool[] isBase = BaseSamples(profile);
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var (weight, count) = GraphAccumulator.WeightOf(profile, options, sample);
            unchecked
            {
                total += GoNumber.Abs(weight);
                divisor += count;
                if (isBase.Length > 0 && isBase[sample])
                {
                    baseTotal += GoNumber.Abs(weight);
                    baseDivisor += count;
                }
            }
        }

        (total, divisor) = baseTotal > 0 ? (baseTotal, baseDivisor) : (total, divisor);
        return divisor != 0 ? total / divisor : total;
    }

    /// <summary>Tells which samples come from the base of a difference; empty where none does.</summary>
    private static bool[] BaseSamples(Profile profile)
    {
        int key = profile.Strings.IndexOf(ProfileFilters.DiffBaseKey);
        int value = profile.Strings.IndexOf("true");
        if (key < 0 || value < 0)
        {
            return [];
        }

        bool[] isBase = new bool[profile.Samples.Count];
        for (int sample = 0; sample < isBase.Length; sample++)
        {
            foreach (var label in profile.Samples.LabelsOf(sample))
            {
                isBase[sample] |= label.Key == key && label.Text == value;
            }
        }

        return isBase;
    }
}
