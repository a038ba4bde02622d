using System.CommandLine;
using BnFold.Cli.FoldingMany;

namespace BnFold.Cli.Commands;

/// <summary>How many models are folded in one go.</summary>
internal sealed class ManyModelOptions
{
    private readonly Option<string?> _folder = new("--output-dir")
    {
        HelpName = "FOLDER",
        Description = "fold all MODELs, files and folders, into this one; --memory is then for all of them",
    };

    private readonly Option<Given<int>?> _jobs = new("--jobs", "-j")
    {
        HelpName = "N",
        Description = "models folded at a time, as far as memory allows (as many as there are cores)",
        CustomParser = Values.Whole(least: 1),
    };

    private readonly Option<bool> _skipExisting = new("--skip-existing")
    {
        Description = "leave out models whose output is there and no older than they are",
    };

    private readonly Option<bool> _inPlace = new("--in-place")
    {
        Description = "let outputs replace the models themselves, where --output-dir is their own folder",
    };

    private readonly Option<bool> _jsonLines = new("--json-lines")
    {
        Description = "print a line of JSON for each model (docs/many-report.md); --report FILE.jsonl writes the same",
    };

    public IReadOnlyList<Option> All => [_folder, _jobs, _skipExisting, _inPlace, _jsonLines];

    public bool IsAskedFor(ParseResult result) => result.GetValue(_folder) is not null;

    /// <exception cref="UsageException">An option is given that means nothing for one model.</exception>
    public void CheckAbsence(ParseResult result)
    {
        var lost = All.Skip(1).FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
        if (lost is not null) throw new UsageException($"{lost.Name} is for --output-dir");
    }

    public ManyRequest Read(ParseResult result) => new()
    {
        Models = [],
        Folder = result.GetValue(_folder) is { Length: > 0 } folder ? folder : throw new UsageException("--output-dir names no folder"),
        Jobs = result.GetValue(_jobs)?.Value ?? Environment.ProcessorCount,
        SkipExisting = result.GetValue(_skipExisting),
        InPlace = result.GetValue(_inPlace),
        JsonLines = result.GetValue(_jsonLines),
    };
}
