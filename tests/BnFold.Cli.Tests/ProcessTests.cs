using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>The tool as a process of its own: the console it finds, and its exit code.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly Dictionary<string, string?> _colourful = new() { ["TERM"] = "xterm", ["NO_COLOR"] = null };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Follows_a_link_that_is_given_by_its_bare_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        Repository.CopyModel("mlp.onnx", _folder);
        File.CreateSymbolicLink(_folder.File("in.onnx"), "mlp.onnx");
        File.CreateSymbolicLink(_folder.File("out.onnx"), "real.onnx");
        var run = await ChildProcess.Run(
            ["sh", "-c", "cd \"$1\"; shift; exec \"$@\"", "sh", _folder.Path, .. ChildProcess.Tool, "in.onnx", "-o", "out.onnx", "--no-verify"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["in.onnx", "mlp.onnx", "out.onnx", "real.onnx"], _folder.Content);
        Assert.Equal("real.onnx", new FileInfo(_folder.File("out.onnx")).LinkTarget);
    }

    [Theory, InlineData("2>&-"), InlineData("2>/dev/full")]
    public async Task Problems_that_nobody_can_be_told_have_their_exit_code_all_the_same(string redirection)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's");
        var run = await ChildProcess.Run(["sh", "-c", $"exec \"$@\" {redirection}", "sh", .. ChildProcess.Tool, _folder.File("absent.onnx")]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Lines_on_many_models_that_find_no_room_are_told_in_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's");
        var run = await ChildProcess.Run(
            ["sh", "-c", "exec \"$@\" >/dev/full", "sh", .. ChildProcess.Tool, Repository.CopyModel("mlp.onnx", _folder), "--output-dir", _folder.File("out"), "--no-verify"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("bnfold: No space left on device\n", run.Errors);
    }

    [Fact]
    public async Task Takes_a_first_argument_in_brackets_for_what_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");
        File.Move(Repository.CopyModel("mlp.onnx", _folder), _folder.File("[m]"));
        var run = await ChildProcess.Run(
            ["sh", "-c", "cd \"$1\"; shift; exec \"$@\"", "sh", _folder.Path, .. ChildProcess.Tool, "[m]", "-o", "o.onnx", "--no-verify", "-q"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(["[m]", "o.onnx"], _folder.Content);
    }

    [Fact]
    public async Task Finds_a_library_of_custom_operators_in_the_working_directory()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/gcc")) Assert.Skip("there is no compiler to make a library with");
        File.WriteAllText(_folder.File("ops.c"), "void *RegisterCustomOps(void *options, const void *api) { return 0; }");
        Repository.CopyModel("mlp.onnx", _folder);
        var run = await ChildProcess.Run(
            ["sh", "-c", "cd \"$1\"; shift; gcc -shared -fPIC -o ops.so ops.c && exec \"$@\"", "sh", _folder.Path, .. ChildProcess.Tool, "mlp.onnx", "-o", "o.onnx", "--custom-ops", "ops.so", "-q"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task Piped_output_has_no_escape_codes()
    {
        var run = await ChildProcess.Run(Fold(), _colourful);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("folded  4  into Gemm 4", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output + run.Errors);
    }

    [Fact]
    public async Task A_terminal_gets_colours()
    {
        var run = await ChildProcess.Run(OnTerminal(Fold()), _colourful);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\e[32mwrote\e[0m", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_gets_no_colours_where_NO_COLOR_is_set()
    {
        var run = await ChildProcess.Run(OnTerminal(Fold()), new Dictionary<string, string?> { ["TERM"] = "xterm", ["NO_COLOR"] = "1" });
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\nwrote ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_command()
    {
        var run = await ChildProcess.Run([.. ChildProcess.Tool, _folder.File("absent.onnx")]);
        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("absent.onnx: there is no such file", run.OneError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stats", "--data", "{data}", "--moments", "{out}")]
    [InlineData("recalibrate", "--data", "{data}", "-o", "{out}")]
    [InlineData("bench", "--no-memory", "--runs", "1")]
    public async Task Without_ONNX_Runtime_the_exit_code_is_3_and_nothing_is_written(string name, params string[] args)
    {
        var samples = SampleFiles.Write(_folder, 2, 20);
        IEnumerable<string> options = args.Select(arg => arg switch { "{data}" => samples, "{out}" => _folder.File("out"), _ => arg });
        var run = await ChildProcess.Run(
            [.. ChildProcess.Tool, name, Repository.Model("mlp.onnx"), .. options, "-q"],
            new Dictionary<string, string?> { ["BNFOLD_ONNXRUNTIME"] = _folder.File("absent.so") });
        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("absent.so', which is not a file", run.OneError, StringComparison.Ordinal);
        Assert.Equal(["samples"], _folder.Content);
    }

    [Fact]
    public async Task A_request_to_end_leaves_nothing_behind()
    {
        var zoo = Environment.GetEnvironmentVariable("BNFOLD_ZOO") ?? "";
        var model = Path.Combine(zoo, "torch", "densenet121.op17.onnx");
        Assert.SkipUnless(File.Exists(model) && OperatingSystem.IsLinux(), "a model is wanted that takes its time");
        string[] command = [.. ChildProcess.Tool, model, "-o", _folder.File("folded.onnx")];
        var shell = "\"$@\" & for i in $(seq 500); do ls -A \"$0\" | grep -q tmp && break; sleep 0.02; done; kill -TERM $!; wait $!";
        var run = await ChildProcess.Run(["sh", "-c", shell, _folder.Path, .. command]);
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("interrupted; nothing was written", run.OneError);
        Assert.Empty(_folder.Content);
    }

    private string[] Fold() => [.. ChildProcess.Tool, Repository.Model("mlp.onnx"), "-o", _folder.File("folded.onnx"), "--no-verify"];

    private static string[] OnTerminal(string[] command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "script(1) is what gives a process a terminal here");
        return ["/usr/bin/script", "--quiet", "--return", "--command", string.Join(' ', command.Select(word => $"'{word}'")), "/dev/null"];
    }
}
