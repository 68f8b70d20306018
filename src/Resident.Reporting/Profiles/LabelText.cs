using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Writes the values of one key in one sample, with spaces between them.</summary>
internal static class LabelText
{
    /// <summary>Joins the texts of a key.</summary>
    public static string Texts(Profile profile, ReadOnlySpan<SampleLabel> labels, int key)
    {
        string? all = null;
        foreach (var label in labels)
        {
            if (label.Key == key && !label.IsNumber)
            {
                all = all is null ? profile.Strings[label.Text] : $"{all} {profile.Strings[label.Text]}";
            }
        }

        return all ?? string.Empty;
    }

    /// <summary>Joins the numbers of a key.</summary>
    public static string Numbers(ReadOnlySpan<SampleLabel> labels, int key, Func<long, string> format)
    {
        string? all = null;
        foreach (var label in labels)
        {
            if (label.Key == key && label.IsNumber)
            {
                all = all is null ? format(label.Number) : $"{all} {format(label.Number)}";
            }
        }

        return all ?? string.Empty;
    }
}
