using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests.Reports;

/// <summary>Reports are written, and refused, in the same way by every command.</summary>
public sealed class ReportTargetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Commands => ["", "verify", "check", "bench", "stats", "recalibrate"];

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_writes_every_format_at_once(string command)
    {
        string[] args = ["--report", _folder.File("r.json"), "--report", _folder.File("r.md"), "--report", _folder.File("r.HTML"), "-q"];
        Assert.Equal(0, Tool.Run([.. Command(command), .. args]).ExitCode);
        Assert.StartsWith("{\n  \"schema_version\": 1,", File.ReadAllText(_folder.File("r.json")), StringComparison.Ordinal);
        Assert.StartsWith("## bnfold", File.ReadAllText(_folder.File("r.md")), StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(_folder.File("r.HTML")), StringComparison.Ordinal);
        Documents.IsWhole(File.ReadAllText(_folder.File("r.md")));
        Documents.Body(File.ReadAllText(_folder.File("r.HTML")));
    }

    [Theory, MemberData(nameof(Commands))]
    public void Refuses_a_name_that_says_no_format(string command) =>
        Refuses(command, _folder.File("r.txt"), "its name says no format; .json, .md or .html expected");

    [Theory, MemberData(nameof(Commands))]
    public void Refuses_a_report_in_the_place_of_another(string command) =>
        Refuses(command, _folder.File("./r.md"), "it is the path of another report", "--report", _folder.File("r.md"));

    [Theory, MemberData(nameof(Commands))]
    public void Refuses_a_report_in_no_folder(string command) =>
        Refuses(command, _folder.File("absent/r.md"), $"there is no folder '{_folder.File("absent")}'");

    [Theory, InlineData(""), InlineData("verify"), InlineData("check"), InlineData("bench")]
    public void Refuses_a_report_in_the_place_of_data(string command)
    {
        var data = _folder.File("x.json");
        File.WriteAllBytes(data, new byte[80]);
        Refuses(command, data, "it is the path of a file of data", "--input", $"input={data}:float32[1,20]");
        Assert.Equal(80, new FileInfo(data).Length);
    }

    [Fact]
    public void Refuses_a_report_in_the_place_of_the_certificate()
    {
        File.WriteAllText(_folder.File("c.json"), "{}");
        Refuses("verify", _folder.File("c.json"), "it is the path of the certificate", "--certificate", _folder.File("c.json"));
    }

    /// <summary>Nothing is compared, said or written before.</summary>
    private void Refuses(string command, string report, string why, params string[] args)
    {
        var arguments = Command(command);
        var before = _folder.Content;
        var run = Tool.Run(Comparisons.Forbidden, [.. arguments, .. args, "--report", report]);
        Assert.Equal((2, $"{report}: the report can't be written: {why}"), (run.ExitCode, run.OneError));
        Assert.Empty(run.Output);
        Assert.Equal(before, _folder.Content);
    }

    private string[] Command(string name)
    {
        var model = Repository.Model("mlp.onnx");
        return name switch
        {
            "" => [model, "-o", _folder.File("out.onnx")],
            "verify" => [name, model, model],
            "check" => [name, model],
            "bench" => [name, model, model, "--runs", "1", "--no-memory", "--default-level-only"],
            "stats" => [name, model, "--data", SampleFiles.Write(_folder, 20, 20)],
            _ => [name, model, "--data", SampleFiles.Write(_folder, 20, 20), "-o", _folder.File("out.onnx")],
        };
    }
}
