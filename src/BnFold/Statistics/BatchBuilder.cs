using BnFold.Runtime;
using BnFold.Verification;

namespace BnFold.Statistics;

/// <summary>A batch that is being filled, for samples of one shape.</summary>
internal sealed class BatchBuilder : IDisposable
{
    private readonly DataItem _model;
    private readonly bool _isBatched;
    private readonly int _capacity;
    private readonly OrtTensor[] _tensors;
    private string _first = "";
    private string _last = "";

    /// <param name="model">An item whose samples have the shapes of all that is to come.</param>
    /// <param name="isBatched">Whether axis 0 counts samples; else there is one, and it has all axes.</param>
    /// <param name="capacity">Number of samples.</param>
    public BatchBuilder(DataItem model, bool isBatched, int capacity)
    {
        (_model, _isBatched, _capacity) = (model, isBatched, capacity);
        _tensors = Create(capacity);
    }

    /// <summary>How many samples go into one batch, so that each input is a tensor that can be had.</summary>
    public static int MostOf(DataItem item) => Array.MaxLength / item.Arrays.Max(array => Math.Max(1, array.Length));

    public int Count { get; private set; }

    public bool IsFull => Count == _capacity;

    public bool Takes(DataItem item) => _model.Arrays.Zip(item.Arrays).All(pair => pair.First.Dims.SequenceEqual(pair.Second.Dims));

    /// <summary>Where to write an input of the next sample.</summary>
    public Span<byte> Slot(int input)
    {
        var length = _model.Arrays[input].Length;
        return _tensors[input].Bytes.Slice(Count * length, length);
    }

    /// <summary>Takes the sample in the slots as complete.</summary>
    public void Commit(string path)
    {
        if (Count++ == 0) _first = path;
        _last = path;
    }

    /// <summary>The samples so far. The builder is of no use after.</summary>
    public CalibrationBatch Take()
    {
        var tensors = _tensors;
        if (!IsFull)
        {
            tensors = Create(Count);
            for (var i = 0; i < tensors.Length; i++) _tensors[i].Bytes[..tensors[i].Bytes.Length].CopyTo(tensors[i].Bytes);
            Dispose();
        }
        var inputs = new TensorSet();
        for (var i = 0; i < tensors.Length; i++) inputs.Add(_model.Arrays[i].Format.Input.Name, tensors[i]);
        return new(inputs, Count, _first, _last);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
    }

    private OrtTensor[] Create(int count) =>
        [.. _model.Arrays.Select(array => OrtTensor.Create((int)array.Type, _isBatched ? [count, .. array.Dims] : [.. array.Dims]))];
}
