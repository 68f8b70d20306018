using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>One line a stack, root first: "main;handle;encode 42". What flame graph scripts read.</summary>
public static class FoldedReport
{
    /// <summary>Writes the report; equal stacks become one line.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="options">The options; the value is written as it is, in the profile's unit.</param>
    /// <param name="frames">The names of each location's frames, innermost first.</param>
    public static void Write(ReportWriter writer, Profile profile, ReportOptions options, Func<int, IReadOnlyList<string>> frames)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var names = new List<string>();
            foreach (int location in profile.Samples.StackOf(sample))
            {
                names.AddRange(frames(location).Select(static name => name.Replace(';', ':')));
            }

            names.Reverse();
            string stack = string.Join(';', names);
            long value = profile.Samples.ValuesOf(sample)[options.ValueIndex];
            sums[stack] = unchecked(sums.GetValueOrDefault(stack) + value);
        }

        foreach (var (stack, value) in sums)
        {
            if (stack.Length > 0 && value != 0)
            {
                writer.Write(stack);
                writer.Write(" ");
                writer.Write(value);
                writer.WriteLine(string.Empty);
            }
        }
    }
}
