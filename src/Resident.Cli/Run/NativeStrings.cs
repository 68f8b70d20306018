using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>A null-ended array of C strings outside the managed heap, as exec(3) takes it. Freed by Dispose.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte** _array;

    /// <summary>Copies the strings. A zero byte inside one would end it, so it is cut there.</summary>
    internal NativeStrings(IReadOnlyList<byte[]> strings)
    {
        nuint pointers = checked((nuint)(strings.Count + 1) * (nuint)sizeof(byte*));
        nuint text = 0;
        foreach (byte[] entry in strings)
        {
            text += (nuint)entry.Length + 1;
        }

        _array = (byte**)NativeMemory.AllocZeroed(pointers + text);
        byte* next = (byte*)_array + pointers;
        for (int index = 0; index < strings.Count; index++)
        {
            byte[] entry = strings[index];
            entry.CopyTo(new Span<byte>(next, entry.Length));
            _array[index] = next;
            next += entry.Length + 1;
        }
    }

    /// <summary>Gets the array. Valid until Dispose.</summary>
    internal byte** Pointer => _array;

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_array);
        _array = null;
    }
}
