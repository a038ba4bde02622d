using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>Files and folders that no model can come from or go to: exit 2, one line, nothing written.</summary>
public sealed class UnusableInputTests : IDisposable
{
    private const string LfsPointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 398829\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "empty")]
    [InlineData("ir_version: 8\ngraph { name: \"g\" }\n", "text form")]
    [InlineData(LfsPointer, "git lfs pull")]
    [InlineData("<!DOCTYPE html>", "web page")]
    [InlineData("\u0001\u0002\u0003", "no ONNX model")]
    public void Refuses_files_that_are_no_model(string content, string problem)
    {
        File.WriteAllText(_folder.File("model.onnx"), content);
        Refuses(problem, _folder.File("model.onnx"));
    }

    [Fact]
    public void Refuses_a_model_cut_off_anywhere()
    {
        var bytes = File.ReadAllBytes(Repository.Model("mlp.onnx"));
        for (var length = 1; length < bytes.Length; length += bytes.Length / 50)
        {
            File.WriteAllBytes(_folder.File("model.onnx"), bytes[..length]);
            var run = Tool.Run(Comparisons.Agree, _folder.File("model.onnx"), "-o", _folder.File("folded.onnx"));
            Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode} for the first {length} bytes");
            Assert.DoesNotContain("internal error", run.OneError, StringComparison.Ordinal);
            Assert.Equal(["model.onnx"], _folder.Content);
        }
    }

    [Fact]
    public void Refuses_a_folder_as_model() => Refuses("is a folder", _folder.Path);

    [Theory]
    [InlineData("check"), InlineData("verify", "MODEL"), InlineData("bench")]
    [InlineData("stats", "--data", "."), InlineData("recalibrate", "--data", ".")]
    public void Every_command_refuses_a_folder_and_what_is_no_model_before_anything_else(string command, params string[] rest)
    {
        File.WriteAllText(_folder.File("text.onnx"), "no model");
        SampleFiles.Write(_folder, 1, 3, 8, 8);
        string[] arguments = [.. rest.Select(each => each switch
        {
            "MODEL" => Repository.Model("mlp.onnx"),
            "." => _folder.File("samples"),
            _ => each,
        })];
        var folder = Tool.Run(Comparisons.Forbidden, [command, _folder.Path, .. arguments]);
        Assert.Equal((2, ""), (folder.ExitCode, folder.Output));
        Assert.Equal($"{_folder.Path}: is a folder; the path of an .onnx file expected", folder.OneError);
        var text = Tool.Run(Comparisons.Forbidden, [command, _folder.File("text.onnx"), .. arguments]);
        Assert.Equal((2, ""), (text.ExitCode, text.Output));
        Assert.Contains("is no ONNX model", text.OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o", "/proc/folded.onnx"), InlineData("--report", "/proc/report.json")]
    public void Names_the_path_that_was_asked_for_where_nothing_can_be_written(string option, string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere there is no folder that nobody may write to");
        string[] output = option == "-o" ? [] : ["-o", _folder.File("folded.onnx")];
        var run = Tool.Run([Repository.Model("mlp.onnx"), "--no-verify", option, path, .. output]);
        Assert.Equal(2, run.ExitCode);
        var what = option == "-o" ? "" : "the report ";
        Assert.Equal($"{path}: {what}can't be written: no file can be made there", run.OneError);
    }

    [Fact]
    public void Refuses_a_model_that_is_not_there() => Refuses("there is no such file", _folder.File("absent.onnx"));

    [Theory]
    [InlineData("-v"), InlineData("--dry-run")]
    public void Refuses_a_folder_as_output(string option) => Refuses("it is a folder", Repository.Model("mlp.onnx"), option, "-o", _folder.Path);

    [Theory]
    [InlineData("-v"), InlineData("--dry-run")]
    public void Refuses_an_output_in_no_folder(string option) =>
        Refuses("there is no folder", Repository.Model("mlp.onnx"), option, "-o", _folder.File("absent/folded.onnx"));

    [Theory]
    [InlineData("report.txt"), InlineData("report")]
    public void Refuses_a_report_whose_name_says_no_format(string name) =>
        Refuses(".json, .md or .html expected", Repository.Model("mlp.onnx"), "--dry-run", "--report", _folder.File(name));

    [Theory]
    [InlineData(""), InlineData("/below")]
    public void Refuses_a_file_where_a_folder_for_outputs_is_expected(string below)
    {
        File.WriteAllText(_folder.File("file"), "");
        var run = Tool.Run(Comparisons.Forbidden, Repository.Model("mlp.onnx"), "--output-dir", _folder.File("file") + below);
        Assert.Equal((2, $"{_folder.File("file")}: is a file where a folder is expected (--output-dir)"), (run.ExitCode, run.OneError));
    }

    [Fact]
    public void Refuses_a_report_in_no_folder() =>
        Refuses("there is no folder", Repository.Model("mlp.onnx"), "--dry-run", "--report", _folder.File("absent/x.json"));

    [Fact]
    public void Refuses_a_report_in_the_place_of_the_model()
    {
        var model = Repository.CopyModel("mlp.onnx", _folder);
        Refuses("the path of the model", model, "-o", _folder.File("folded.onnx"), "--report", model);
        Refuses("the path of the model", model, "-o", _folder.File("x.json"), "--report", _folder.File("x.json"));
    }

    [Fact]
    public void Refuses_a_report_in_the_place_of_another() => Refuses(
        "the path of another report", Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"),
        "--report", _folder.File("x.json"), "--report", _folder.File("./x.json"));

    private void Refuses(string problem, params string[] args)
    {
        var before = _folder.Content;
        var run = Tool.Run(Comparisons.Forbidden, args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(problem, run.OneError, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Equal(before, _folder.Content);
    }
}
