using System.Text.Json.Nodes;
using BnFold.Cli.Terminals;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>Inputs from files, with ONNX Runtime behind the tool.</summary>
public sealed class GivenInputTests : IDisposable
{
    private static readonly string _model = Repository.Model("mlp.onnx");
    private static readonly string _x = Repository.Model("mlp.x.npy");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Feeds_a_file_and_says_so()
    {
        var run = Run("--input", $"input={_x}", "-v", "--report", _folder.File("report.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains($"{_x}, 1 random sample, seed 1", run.Output, StringComparison.Ordinal);

        var input = JsonNode.Parse(File.ReadAllText(_folder.File("report.json")))!["verification"]!["inputs"]![0]!;
        var file = Assert.Single(input["files"]!.AsArray())!;
        Assert.Equal((0, _x), ((int)file["sample"]!, (string?)file["path"]));
        Assert.Equal(64, ((string)file["sha256"]!).Length);
    }

    [Fact]
    public void Every_command_reports_what_it_was_fed_alike()
    {
        var (verify, check, bench) = (_folder.File("v.json"), _folder.File("c.json"), _folder.File("b.json"));
        Assert.Equal(0, Tool.Run(Verifier.Compare, "verify", _model, _model, "--input", $"input={_x}", "--report", verify).ExitCode);
        Assert.Equal(0, Tool.Run("check", _model, "--input", $"input={_x}", "--report", check).ExitCode);
        Assert.Equal(0, Tool.Run(
            "bench", _model, _model, "--input", $"input={_x}", "--runs", "1", "--no-memory", "--default-level-only", "--report", bench).ExitCode);
        var expected = Inputs(verify, "verification");
        Assert.Equal(_x, (string?)expected[0]!["files"]![0]!["path"]);
        Assert.Equal(expected.ToJsonString(), Inputs(check, "check").ToJsonString());
        Assert.Equal(expected.ToJsonString(), Inputs(bench, "benchmark").ToJsonString());

        static JsonNode Inputs(string report, string part) => JsonNode.Parse(File.ReadAllText(report))![part]!["inputs"]!;
    }

    [Theory]
    [InlineData("mlp"), InlineData("resnet_small"), InlineData("mobilenet_small_fp16")]
    public void Holds_outputs_against_what_PyTorch_computed(string model)
    {
        var data = Directory.CreateDirectory(_folder.File("test_data_set_0")).FullName;
        File.Copy(Repository.Model($"{model}.x.npy"), Path.Combine(data, "input_0.npy"));
        File.Copy(Repository.Model($"{model}.y.npy"), Path.Combine(data, "output_0.npy"));
        var run = Tool.Run(
            Verifier.Compare, Ink.None, TestContext.Current.CancellationToken,
            Repository.Model($"{model}.onnx"), "--input", data, "-o", _folder.File("folded.onnx"), "--report", _folder.File("report.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches(@"\n +expected output of .*output_0\.npy: original off by .*, folded off by .* of its range\n", run.Output);

        var expected = JsonNode.Parse(File.ReadAllText(_folder.File("report.json")))!["verification"]!["expected_outputs"]![0]!;
        Assert.True((bool)expected["original_agrees"]! && (bool)expected["folded_agrees"]!);
    }

    [Theory]
    [InlineData("input=")]
    [InlineData("")]
    public void Refuses_to_write_over_what_it_is_fed(string prefix)
    {
        var data = Directory.CreateDirectory(_folder.File("test_data_set_0")).FullName;
        var (keep, before) = (Path.Combine(data, "input_0.npy"), File.ReadAllBytes(_x));
        File.Copy(_x, keep);
        var run = Tool.Run(_model, "--input", prefix.Length > 0 ? prefix + keep : data, "-o", keep);
        Assert.Equal((2, $"{keep}: can't be written: it is the path of a file of data"), (run.ExitCode, run.OneError));
        Assert.Equal(before, File.ReadAllBytes(keep));
    }

    [Fact]
    public void Reads_raw_elements_and_members_of_archives()
    {
        File.WriteAllBytes(_folder.File("x.bin"), new byte[3 * 20 * sizeof(float)]);
        Assert.Contains("output [3,5]", Run("--input", $"input={_folder.File("x.bin")}:float32[3,20]").Output, StringComparison.Ordinal);
        var archive = Repository.Model("batchnorm_train.npz");
        Assert.Contains("input 'input': is declared as Float[batch, 20], but Double[4, 5, 6, 7] is given", Refusal($"input={archive}:x"), StringComparison.Ordinal);
        Assert.Contains("holds no array 'z'; there are 'x',", Refusal($"input={archive}:z"), StringComparison.Ordinal);
        Assert.Contains("arrays, one expected; say which: 'x',", Refusal($"input={archive}"), StringComparison.Ordinal);
        Assert.Contains("there is no such input to feed; there are 'input'", Refusal(archive), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.npy", "'x.npy' is not of the form NAME=FILE")]
    [InlineData("input=absent.npy", "absent.npy: there is no such file")]
    [InlineData("input=absent.bin:float32[2,x]", "absent.bin:float32[2,x]: there is no such file")]
    [InlineData("input=", "'input=' is not of the form NAME=FILE")]
    public void Refuses_what_it_cannot_find(string argument, string problem) =>
        Assert.Contains(problem, Refusal(argument), StringComparison.Ordinal);

    private string Refusal(string argument)
    {
        var run = Run("--input", argument);
        Assert.Equal(2, run.ExitCode);
        return run.OneError;
    }

    private ToolRun Run(params string[] args) =>
        Tool.Run(Verifier.Compare, Ink.None, TestContext.Current.CancellationToken, [_model, .. args, "-o", _folder.File("folded.onnx")]);
}
