namespace Resident.Model.Profiles;

/// <summary>One label of one sample: a key with a text, or a key with a number and perhaps its unit.</summary>
/// <param name="Key">The key: an index of <see cref="Profile.Strings"/>.</param>
/// <param name="Text">The text: an index of <see cref="Profile.Strings"/>, or -1 when the label is a number.</param>
/// <param name="Unit">The number's unit: an index of <see cref="Profile.Strings"/>, or -1 when none is stated.</param>
/// <param name="Number">The number; 0 when the label is a text.</param>
public readonly record struct SampleLabel(int Key, int Text, int Unit, long Number)
{
    /// <summary>Gets a value indicating whether the label is a number.</summary>
    public bool IsNumber => Text < 0;
}
