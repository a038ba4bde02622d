using BnFold.Data;
using BnFold.Statistics;

namespace BnFold;

/// <summary>
/// Samples in files that a model is run on: .npy, .npz, .pb, or bare elements. Only their paths are held; what they contain is read when
/// a model is run on them, and is held against the inputs of that model then.
/// </summary>
public sealed class CalibrationData
{
    private CalibrationData(IReadOnlyList<string> files, CalibrationOptions options) => (Files, Options) = (files, options);

    /// <summary>Paths of the files, in the order they are read: as given, and within a folder by name, character by character.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>How they are read.</summary>
    public CalibrationOptions Options { get; }

    /// <summary>Finds the files.</summary>
    /// <param name="paths">
    /// Files, and folders that stand for all data files in and below them: .npy, .npz and .pb, and where
    /// <see cref="CalibrationOptions.RawType"/> is set .bin, .raw and .dat too. Hidden files are left out.
    /// </param>
    /// <param name="options">How to read them; null for the defaults.</param>
    /// <exception cref="OnnxFormatException">A path is not there, or a folder holds no data.</exception>
    public static CalibrationData Open(IReadOnlyList<string> paths, CalibrationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new ArgumentException("There is no path.", nameof(paths));
        options ??= new();
        if (options.RawType is { } type && !RawFile.IsType(type))
            throw new ArgumentException($"'{type}' is no element type of raw files.", nameof(options));
        if (options.Shards < 1 || options.Shard < 0 || options.Shard >= options.Shards)
            throw new ArgumentException($"Shard {options.Shard} of {options.Shards} does not exist; they are counted from 0.", nameof(options));
        if (options.BatchSize is < 1) throw new ArgumentException("A batch has at least one sample.", nameof(options));
        return new(DataFiles.Find(paths, options), options);
    }
}
