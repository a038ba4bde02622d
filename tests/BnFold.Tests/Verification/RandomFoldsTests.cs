using BnFold.Tests.Properties;
using BnFold.Tests.Runtime;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Verification;

/// <summary>Folds of random graphs as the judge sees them.</summary>
public class RandomFoldsTests
{
    private const int FirstSeed = 10_001;
    private const int Graphs = 320;

    private readonly List<string> _alarms = [];
    private int _folds;
    private int _agreed;
    private int _sites;
    private int _known;

    [Fact]
    public void Accepts_hundreds_of_right_folds_and_is_close_to_the_exact_values()
    {
        for (var seed = FirstSeed; seed < FirstSeed + Graphs; seed++) Check(GraphGenerator.Make(seed));

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{_folds} folded graphs, {_agreed} agreed, {_sites} sites, {_known} with exact values\n{string.Join('\n', _alarms)}");
        Assert.Empty(_alarms);
        Assert.True(_agreed >= 200, $"{_agreed} of {_folds} agreed");
        Assert.InRange(_known, 0.8 * _sites, _sites);
    }

    private void Check(GeneratedGraph graph)
    {
        using var folder = new TempFolder();
        var (original, folded) = (folder.File("original.onnx"), folder.File("folded.onnx"));
        File.WriteAllBytes(original, graph.Model.ToByteArray());
        using (var model = OnnxModel.Load(original))
        {
            if (BatchNormFolder.Fold(model, graph.Options, TestContext.Current.CancellationToken).Folded == 0) return;
            model.Save(folded);
        }
        _folds++;
        var report = Judged.Compare(original, folded);
        if (report.Verdict == VerificationVerdict.Differs) _alarms.Add($"seed {graph.Seed}: {report.Reason}");
        if (report.Verdict != VerificationVerdict.Agrees) return;
        _agreed++;
        _sites += report.Truth.Sites;
        _known += report.Truth.Known;
        foreach (var site in report.Sites.Where(site => site.Truth?.OriginalError > site.Value.Limit))
            _alarms.Add($"seed {graph.Seed}: the original's '{site.Value.Name}' is {site.Truth!.OriginalError:G3} from exact; {string.Join(", ", site.OriginalNodes)}");
    }
}
