using System.Numerics;

namespace BnFold.Verification;

/// <summary>Random numbers that are the same on every machine and with every framework: xoshiro256** (Blackman and Vigna, 2018).</summary>
internal sealed class Noise
{
    private readonly ulong[] _state = new ulong[4];
    private double? _spare;

    public Noise(params ReadOnlySpan<int> seeds)
    {
        // SplitMix64 spreads a few small numbers over the whole state.
        ulong mixed = 0;
        foreach (var seed in seeds) mixed = Mix(mixed ^ (uint)seed);
        for (var i = 0; i < _state.Length; i++) _state[i] = Mix(mixed += 0x9E3779B97F4A7C15);
    }

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }
        while (true)
        {
            var u = Signed();
            var v = Signed();
            var square = (u * u) + (v * v);
            if (square is >= 1 or 0) continue;
            var factor = Math.Sqrt(-2 * Math.Log(square) / square);
            _spare = v * factor;
            return u * factor;
        }
    }

    /// <summary>Uniform between −1 and 1.</summary>
    public double Signed() => ((long)Next() >> 10) * (1.0 / (1L << 53));

    /// <summary>One of 0 … <paramref name="bound"/> − 1.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return result;
    }

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
