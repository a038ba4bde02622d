using System.Text.Json;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_is_as_reviewed() => Snapshot.Matches("help-check", Tool.Run("check", "--help").Output);

    [Fact]
    public void Shows_a_table_and_reports_the_same()
    {
        var run = Tool.Run("check", Repository.Model("mlp.onnx"), "-v", "--report", _folder.File("check.json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Matches(@"\n  node +channels +max \|Δ\| +max ULP +p50 +p99 +worst channel +verdict\n", run.Output);
        Assert.Matches(@"\n4 of 4 agree with the reference   ONNX Runtime \d", run.Output);
        using var report = JsonDocument.Parse(File.ReadAllText(_folder.File("check.json")));
        foreach (var node in report.RootElement.GetProperty("check").GetProperty("nodes").EnumerateArray())
        {
            var name = System.Text.RegularExpressions.Regex.Escape(node.GetProperty("node").GetString()!);
            Assert.Equal("agrees", node.GetProperty("verdict").GetString());
            Assert.Matches($@"\n  {name} +{node.GetProperty("channels").GetInt32()} .* {node.GetProperty("max_ulp").GetInt64()} .*agrees\n", run.Output);
        }
    }

    [Fact]
    public void A_parity_failure_is_one_line_and_exit_code_1()
    {
        var run = Tool.Run("check", Repository.Model("mlp.onnx"), "-q", "--atol", "1e-30");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("differs from the reference: channel", run.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_suspicions_by_stable_ids()
    {
        Tool.Run("check", Repository.Model("mlp.onnx"), "--report", _folder.File("check.json"));
        Assert.Contains("\"kind\": \"negative_scale\"", File.ReadAllText(_folder.File("check.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_model_that_is_not_there()
    {
        Assert.Equal((2, "absent.onnx: there is no such file"), (Tool.Run("check", "absent.onnx").ExitCode, Tool.Run("check", "absent.onnx").OneError));
        Assert.Equal("no model given; 'bnfold help check' explains", Tool.Run("check").OneError);
    }
}
