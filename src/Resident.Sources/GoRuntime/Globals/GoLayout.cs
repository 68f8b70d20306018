using System.Diagnostics;

namespace Resident.Sources.GoRuntime.Globals;

/// <summary>Where the runtime's fields lie in one release, on one architecture.</summary>
internal sealed class GoLayout
{
    /// <summary>The oldest release with a known layout: Go 1.16.</summary>
    public const int OldestMinor = 16;

    /// <summary>The newest release with a known layout: Go 1.27. A newer one is tried with it and has to confirm all.</summary>
    public const int NewestMinor = 27;

    private readonly int[] _offsets;

    private GoLayout(int minor, bool isArm64, int[] offsets)
    {
        Minor = minor;
        IsArm64 = isArm64;
        _offsets = offsets;
    }

    /// <summary>Gets the NN of the Go 1.NN that the layout was measured on.</summary>
    public int Minor { get; }

    /// <summary>Gets a value indicating whether the layout is that of arm64; else it is that of x64.</summary>
    public bool IsArm64 { get; }

    /// <summary>Gets a field's byte offset in its structure, or the structure's size.</summary>
    /// <exception cref="UnreachableException">This release has no such field; ask <see cref="Has"/> first.</exception>
    public int this[GoField field] => _offsets[(int)field] is int offset and >= 0 ? offset : throw None(field);

    /// <summary>Makes the layout for a release.</summary>
    /// <param name="minor">The NN of Go 1.NN; above <see cref="NewestMinor"/> the newest layout is taken.</param>
    /// <param name="isArm64">Whether the program runs on arm64.</param>
    /// <returns>The layout, or null for releases before 1.16.</returns>
    public static GoLayout? For(int minor, bool isArm64)
    {
        if (minor < OldestMinor)
        {
            return null;
        }

        int known = Math.Min(minor, NewestMinor);
        int[] offsets = new int[GoLayoutTable.Rows.Length];
        foreach (var row in GoLayoutTable.Rows)
        {
            offsets[(int)row.Field] = row.OffsetIn(known, isArm64);
        }

        return new(known, isArm64, offsets);
    }

    /// <summary>Tells whether the release has the field.</summary>
    public bool Has(GoField field) => _offsets[(int)field] >= 0;

    /// <summary>Tells whether a size of mspan, as the target's allocator states it, belongs to this layout.</summary>
    /// <remarks>A patch release of 1.19 (and those of 1.18 at the same time) added 8 bytes at the end, golang/go#54596.</remarks>
    public bool AcceptsMspanBytes(ulong size) =>
        size == (ulong)this[GoField.MspanBytes] || (Minor is >= 17 and <= 19 && size is 136 or 144);

    // Apart, so that looking up an offset stays small enough to be done in place.
    private UnreachableException None(GoField field) => new($"Go 1.{Minor} has no {field}.");
}
