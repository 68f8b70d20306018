namespace Resident.Store.Tests;

/// <summary>Numbers that look random and are the same each time (xorshift64).</summary>
internal sealed class Noise
{
    private ulong _state;

    public Noise(int seed)
    {
        _state = unchecked(((ulong)seed * 0x9E37_79B9_7F4A_7C15UL) | 1);
    }

    public int Next(int below)
    {
        unchecked
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (int)((_state >> 11) % (ulong)below);
        }
    }
}
