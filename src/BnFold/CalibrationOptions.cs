using System.Collections.Immutable;

namespace BnFold;

/// <summary>How samples are read from files.</summary>
public sealed record CalibrationOptions
{
    /// <summary>
    /// Samples that are fed at a time. Null: what the model declares, or up to 32 where it leaves that open, as far as memory allows.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>Where the channels are in the files; brought to where the model has them, axis 1.</summary>
    public ChannelOrder Layout { get; init; }

    /// <summary>
    /// The element type of files that hold nothing but elements, such as <c>float32</c> or <c>uint8</c>, little-endian; they are of the
    /// input's shape, one sample after another. Null: there are none.
    /// </summary>
    public string? RawType { get; init; }

    /// <summary>
    /// Whole shapes of inputs, by name, where raw files are for an input whose sizes the model leaves open. Axis 0, which counts samples,
    /// stays as the model has it: the batch is <see cref="BatchSize"/>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<long>>.Empty;

    /// <summary>
    /// What is done to samples on their way in, by name of the input; the empty name is for the only input. An input with an entry takes
    /// numbers of any type, which are rounded once, at the end.
    /// </summary>
    public IReadOnlyDictionary<string, InputScaling> Scaling { get; init; } = ImmutableDictionary<string, InputScaling>.Empty;

    /// <summary>Leave out, and count, what can't be used, instead of stopping at it.</summary>
    public bool SkipBad { get; init; }

    /// <summary>
    /// Which part of the data is read, counted from 0. Files, or sets of files, are dealt out in turn; where there are fewer than parts,
    /// their samples are, and a part may get none.
    /// </summary>
    public int Shard { get; init; }

    /// <summary>In how many parts the data is divided.</summary>
    public int Shards { get; init; } = 1;
}
