using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using BnFold.Cli.Tests.Support;
using Xunit;

namespace BnFold.Cli.Tests;

/// <summary>The tool as a user gets it: packed, installed from a folder, run. All of it inside a folder that is removed.</summary>
public sealed class InstalledToolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Category", "Slow")]
    public async Task Packed_tool_installs_folds_and_verifies()
    {
        var isLinuxX64 = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64;
        Assert.SkipUnless(isLinuxX64, "the package with ONNX Runtime inside is for linux-x64");
        await Dotnet(
            "pack", Path.Combine(Repository.Root, "src", "BnFold.Cli"), "--configuration", "Release", "--output", _folder.File("packages"),
            "--artifacts-path", _folder.File("artifacts"), "-p:NuGetAudit=false", "-p:RunAnalyzers=false", "-p:GenerateDocumentationFile=false");
        await Dotnet(
            "tool", "install", "bnfold", "--tool-path", _folder.File("tool"), "--source", _folder.File("packages"),
            "--version", Application.Version);

        var run = await ChildProcess.Run(
            [_folder.File("tool/bnfold"), Repository.Model("resnet_small.onnx"), "-o", _folder.File("folded.onnx")],
            new Dictionary<string, string?> { ["BNFOLD_ONNXRUNTIME"] = null });
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("11 of 11 sites agree", run.Output, StringComparison.Ordinal);
        Assert.True(IsPrecompiled("bnfold.dll") && IsPrecompiled("BnFold.Library.dll"), "the package holds assemblies that are not precompiled");
    }

    private async Task Dotnet(params string[] arguments)
    {
        // The packages that building takes are those that built this test; what is installed goes to a cache of its own.
        var environment = new Dictionary<string, string?>
        {
            ["DOTNET_CLI_HOME"] = _folder.Path,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["NUGET_PACKAGES"] = arguments[0] == "tool" ? _folder.File("cache") : GlobalPackages,
        };
        var run = await ChildProcess.Run(["dotnet", .. arguments], environment);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    private static string GlobalPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private bool IsPrecompiled(string assembly)
    {
        var path = Directory.GetFiles(_folder.File("tool"), assembly, SearchOption.AllDirectories).Single();
        using var reader = new PEReader(File.OpenRead(path));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
