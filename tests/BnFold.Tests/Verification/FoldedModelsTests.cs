using BnFold.Onnx;
using BnFold.Tests.Runtime;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>What bnfold itself makes of the repository's models, and of such a fold spoiled by hand.</summary>
public class FoldedModelsTests
{
    public static TheoryData<string> Models =>
        [.. Directory.EnumerateFiles(Folder, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static string Folder { get; } = FindFolder();

    [Theory, MemberData(nameof(Models))]
    public void Accepts_the_fold_and_accounts_for_every_node(string model)
    {
        using var folder = new TempFolder();
        var (original, folded, names) = Fold(folder, model);

        var report = Judged.Compare(original, folded, new() { Sites = names }).Agrees();

        Assert.Empty(report.Warnings);
        Assert.Empty(names.Except(report.Sites.SelectMany(site => site.BatchNormalizations)));
        var worst = report.Sites.Max(site => site.Value.MaxDifference / site.Value.Limit);
        var output = report.Outputs.Concat(report.OptimizedOutputs).Max(value => value.MaxDifference / value.Limit);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"{model}: {report.Sites.Count} sites, worst at {worst:P1} of its limit; outputs {output:P1}"));
        Assert.InRange(worst, 0, 0.5);
        Assert.InRange(output, 0, 0.5);
    }

    [Theory]
    [InlineData("resnet_small", 1.1f), InlineData("audio_small", 1.1f), InlineData("mlp", 0.9f), InlineData("unet_small", 1.1f)]
    [InlineData("mobilenet_small", 0.9f), InlineData("dcgan_small", 1.1f), InlineData("video_small", 0.9f), InlineData("mobilenet_small_fp16", -1f)]
    public void Refuses_the_fold_with_one_weight_changed_in_any_of_its_constants(string model, float factor)
    {
        using var folder = new TempFolder();
        var (original, folded, _) = Fold(folder, model);
        HashSet<string> known;
        using (var file = OnnxModel.Load(original)) known = [.. file.Proto.Graph.Initializer.Select(tensor => tensor.Name)];
        int count;
        using (var file = OnnxModel.Load(folded)) count = New(file, known).Length;
        Assert.NotEqual(0, count);

        for (var i = 0; i < Math.Min(count, 8); i++)
        {
            var spoiled = Spoil(folder, folded, known, i, factor);
            var report = Judged.Compare(original, spoiled);
            Assert.Equal((VerificationVerdict.Differs, 1), (report.Verdict, report.Sites.Count(site => !site.Value.Agrees)));
        }
    }

    private static (string Original, string Folded, string[] Names) Fold(TempFolder folder, string name)
    {
        var original = Path.Combine(Folder, name + ".onnx");
        var folded = folder.File(name + ".folded.onnx");
        using var model = OnnxModel.Load(original);
        var report = BatchNormFolder.Fold(model, cancellation: TestContext.Current.CancellationToken);
        model.Save(folded);
        return (original, folded, [.. report.Outcomes.Where(outcome => outcome.IsFolded).Select(outcome => outcome.Node)]);
    }

    /// <summary>Multiplies the largest number of one of the constants that folding made.</summary>
    private static string Spoil(TempFolder folder, string path, HashSet<string> known, int constant, float factor)
    {
        using var model = OnnxModel.Load(path);
        var tensor = New(model, known)[constant];
        var content = model.Read(tensor);
        var bytes = new byte[content.Payload.Length];
        content.Payload.Read(0, bytes);
        var values = new double[content.Count];
        TensorCodec.ReadDoubles(bytes, content.Type, values);
        var largest = values.Index().MaxBy(pair => Math.Abs(pair.Item)).Index;
        values[largest] *= factor;
        TensorCodec.WriteDoubles(values, content.Type, bytes);

        var initializers = model.Proto.Graph.Initializer;
        initializers[initializers.IndexOf(tensor)] = model.Write(tensor.Name, content with { Payload = new BytesPayload(bytes) });
        model.Modified = true;
        var spoiled = folder.File("spoiled.onnx");
        model.Save(spoiled);
        return spoiled;
    }

    private static TensorProto[] New(OnnxModel model, HashSet<string> known) =>
        [.. model.Proto.Graph.Initializer.Where(tensor => !known.Contains(tensor.Name) && TensorCodec.IsFloating((ElementType)tensor.DataType))];

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "BnFold.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "models");
    }
}
