using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Writes the values of one key in one sample, with spaces between them.</summary>
internal static class LabelText
{
    /// <summary>Joins texts of one key.</summary>
    public static string Texts(Profile profile, ReadOnlySpan<SampleLabel> labels)
    {
        if (labels.Length == 1)
        {
            return profile.Strings[labels[0].Text];
        }

        string[] texts = new string[labels.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = profile.Strings[labels[i].Text];
        }

        return string.Join(' ', texts);
    }

    /// <summary>Joins numbers of one key.</summary>
    public static string Numbers(ReadOnlySpan<SampleLabel> labels, Func<long, string> format)
    {
        string[] texts = new string[labels.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = format(labels[i].Number);
        }

        return string.Join(' ', texts);
    }
}
