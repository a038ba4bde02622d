using BnFold.Cli.Text;

namespace BnFold.Cli.Reports.Written;

/// <summary>A check in the words that its written reports share.</summary>
internal static class CheckWording
{
    public static Overview Overview(CheckRunReport run) => new()
    {
        Command = "bnfold check",
        Model = run.Model.Path,
        Headline = Headline(run),
        Remarks = run.Check.Failure is { } failure
            ? [$"the model can't run as a whole, so its nodes were fed noise one by one: {failure}"] : [],
        Files = [FileColumn.Of("model", run.Model)],
        Run = Circumstance.Of(run.CommandLine, run.Environment, run.ElapsedSeconds, run.Check.OnnxRuntimeVersion,
        [
            new("seed", $"{run.Check.Seed}"), new("samples", $"{run.Check.Samples}"), .. Circumstance.Of(run.Check.Inputs),
        ]),
    };

    /// <summary>How close each node comes to the reference.</summary>
    public static FactTable Parity(CheckRunReport run) => new(
        ["node", "channels", "largest difference", "of limit", "max ULP", "p50", "p99", "worst channel", "verdict"],
        [.. run.Check.Nodes.Select(Row)]);

    /// <summary>What looks wrong in the statistics themselves.</summary>
    public static FactTable Suspicions(CheckRunReport run) => new(
        ["node", "channels", "first", "value there", "has"],
        [
            .. from node in run.Check.Nodes
               from suspicion in node.Suspicions
               select new FactRow(
                   node.Node, Figures.Whole(suspicion.Channels), Figures.Whole(suspicion.FirstChannel), Figures.Number(suspicion.Value))
               {
                   Note = FactRow.In(node.Inside),
                   Remark = Describe(suspicion.Kind),
               },
        ]);

    public static string Describe(BatchNormSuspicionKind kind) => kind switch
    {
        BatchNormSuspicionKind.NotFinite => "a parameter that is not finite",
        BatchNormSuspicionKind.NegativeVariance => "a negative variance",
        BatchNormSuspicionKind.DenormalVariance => "a denormal variance",
        BatchNormSuspicionKind.TinyVariance => "a tiny variance + epsilon",
        BatchNormSuspicionKind.DeadChannel => "a scale of 0",
        BatchNormSuspicionKind.NegativeScale => "a negative scale",
        _ => "a gain over 100",
    };

    public static string Describe(BatchNormCheckVerdict verdict) => verdict switch
    {
        BatchNormCheckVerdict.Agrees => "agrees",
        BatchNormCheckVerdict.Differs => "differs",
        BatchNormCheckVerdict.ReferenceOnly => "reference only",
        _ => "not checked",
    };

    /// <summary>Whether ONNX Runtime's numbers were there to be compared.</summary>
    public static bool IsCompared(BatchNormCheck node) => node.Verdict is BatchNormCheckVerdict.Agrees or BatchNormCheckVerdict.Differs;

    /// <summary>Why it is what it is; of what differs, beginning with the channel.</summary>
    private static string? Reason(BatchNormCheck node) =>
        node.Verdict is BatchNormCheckVerdict.Differs ? $"channel {node.WorstChannel} {node.Reason}" : node.Reason;

    private static FactRow Row(BatchNormCheck node)
    {
        string[] figures = IsCompared(node)
            ?
            [
                Figures.Scientific(node.MaxDifference), Figures.Percent(node.MaxShareOfLimit),
                $"{node.MaxUlp}", $"{node.Ulp50}", $"{node.Ulp99}",
                node.WorstChannel is { } channel ? Figures.Whole(channel) : "–",
            ]
            : ["–", "–", "–", "–", "–", "–"];
        return new(node.Node, [node.Channels is { } channels ? Figures.Whole(channels) : "–", .. figures])
        {
            Note = FactRow.In(node.Inside),
            Remark = Describe(node.Verdict) + (Reason(node) is { } reason ? $": {reason}" : ""),
            IsBad = node.Verdict is BatchNormCheckVerdict.Differs,
        };
    }

    private static Headline Headline(CheckRunReport run)
    {
        var nodes = run.Check.Nodes;
        var agreeing = nodes.Count(node => node.Verdict is BatchNormCheckVerdict.Agrees);
        var count = nodes.Count == 0
            ? "The model has no BatchNormalization."
            : $"{agreeing} of {Figures.Count(nodes.Count, "BatchNormalization")} agree with the reference.";
        if (nodes.FirstOrDefault(node => node.Verdict is BatchNormCheckVerdict.Differs) is { } bad)
        {
            var first = $"The first that does not is '{bad.Node}': {Reason(bad)}";
            return new("Differs", "bad", count, Wording.Sentence(first));
        }
        if (nodes.Count == 0) return new("Nothing to check", "mixed", count, "");
        return agreeing == 0
            ? new("Not checked", "mixed", count, Wording.Sentence($"none could be compared: {nodes[0].Reason}"))
            : new("Agrees", "good", count, "None of what ONNX Runtime computed differs from the specification.");
    }
}
