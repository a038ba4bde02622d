using BnFold.Onnx;
using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Holds outputs of both models against what files say they should be.</summary>
internal sealed class Expectations
{
    private readonly Subject _subject;
    private readonly Tally _tally;
    private readonly List<ExpectedOutput> _all = [];

    /// <exception cref="OnnxFormatException">A file is for no output.</exception>
    public Expectations(Subject subject)
    {
        _subject = subject;
        _tally = new(subject.Original.Graph);
        foreach (var set in subject.Options.Inputs)
        {
            foreach (var (name, file) in set.ExpectedOutputs)
            {
                if (!subject.Outputs.Contains(name)) throw NoSuchOutput(name, file);
            }
        }
    }

    public IReadOnlyList<ExpectedOutput> All => _all;

    /// <summary>The first output that the original makes as expected and the other doesn't, the other's beside what is expected.</summary>
    public ValueComparison? FirstDifference => Missed?.Other;

    private ExpectedOutput? Missed => _all.Find(output => output is { Original.Agrees: true, Other.Agrees: false });

    /// <summary>What is wrong with the other model alone, in one line; null if nothing is.</summary>
    public string? Difference() => Missed is { } missed
        ? $"output '{missed.Original.Name}' is not as in {missed.File.Path}, where the original's is: {Distance(missed.Other!)}"
        : null;

    /// <summary>What is already wrong with the original.</summary>
    public IEnumerable<string> Warnings() =>
        from output in _all
        where !output.Original.Agrees
        select $"output '{output.Original.Name}' of the original is not as in {output.File.Path}: {Distance(output.Original)}";

    public void AddOriginal(int sample, TensorSet results)
    {
        if (sample >= _subject.Options.Inputs.Count) return;
        foreach (var (name, file) in _subject.Options.Inputs[sample].ExpectedOutputs)
            _all.Add(new() { File = file, Original = Compare(name, file, results[name], sample) });
    }

    public void AddOther(int sample, TensorSet results)
    {
        for (var i = 0; i < _all.Count; i++)
        {
            var (name, file) = (_all[i].Original.Name, _all[i].File);
            if (_all[i].Original.Sample == sample) _all[i] = _all[i] with { Other = Compare(name, file, results[name], sample) };
        }
    }

    private OnnxFormatException NoSuchOutput(string name, TensorFile file)
    {
        var outputs = string.Join(", ", _subject.Outputs.Select(output => $"'{output}'"));
        return new(file.Path, $"output '{name}'", $"there is no such output; there are {outputs}");
    }

    private ValueComparison Compare(string name, TensorFile file, OrtTensor found, int sample)
    {
        using var expected = GivenInputs.Load(file);
        return _tally.Describe(name, expected, Deviate(file, expected, found), _subject.LimitOfOutput(name), sample);
    }

    private static Deviation Deviate(TensorFile file, OrtTensor expected, OrtTensor found)
    {
        if (!found.IsTensor) return Deviation.Of($"is a {found.Kind}, {file} expected");
        if (found.ElementType != expected.ElementType || !found.Dims.SequenceEqual(expected.Dims))
            return Deviation.Of($"is {(ElementType)found.ElementType}[{string.Join(", ", found.Dims)}], {file} expected");
        var deviation = TensorComparer.Compare(expected, found);
        if (deviation.Problem is null) return deviation;
        var problem = TensorCodec.IsReadable(file.ElementType) && deviation.Index >= 0
            ? FormattableString.Invariant($"is {deviation.Other:G6} where {deviation.Original:G6} is expected")
            : "has elements that are not those expected";
        return deviation with { Problem = problem };
    }

    private static string Distance(ValueComparison value)
    {
        var index = value.Index.Count == 0 ? "" : $" at [{string.Join(",", value.Index)}]";
        return (value.Problem ?? FormattableString.Invariant(
            $"off by {value.MaxDifference:G3} in a range of {value.Range:G3} (limit {value.Limit:G3})")) + index;
    }
}
