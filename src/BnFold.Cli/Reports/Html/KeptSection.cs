namespace BnFold.Cli.Reports.Html;

/// <summary>Every BatchNormalization that is still there, by the reason.</summary>
internal static class KeptSection
{
    public static void Write(Markup html, FoldRunReport run)
    {
        OutcomeFacts[] kept = [.. run.Outcomes.Where(outcome => outcome.Route is null)];
        if (kept.Length == 0) return;
        Section.Write(html, "Kept", $"{kept.Length}, and why", isOpen: true, () =>
        {
            foreach (var group in kept.GroupBy(outcome => (outcome.Reason, outcome.Hint)))
                WriteGroup(html, group.Key.Reason, group.Key.Hint, [.. group]);
        });
    }

    private static void WriteGroup(Markup html, SkipReason? reason, string? hint, IReadOnlyList<OutcomeFacts> kept)
    {
        html.Open("h3").Text($"{reason} ").Element("span", $"{kept.Count}", ("class", "note")).Close();
        if (hint is not null) html.Element("p", $"What helps: {hint}");
        var isLong = kept.Count > Section.MaxOpen;
        if (isLong) html.Open("details").Element("summary", $"All {kept.Count}");
        html.Open("ul", ("class", "list"));
        foreach (var outcome in kept)
        {
            html.Open("li").Element("code", outcome.Node);
            if (outcome.Inside is not null) html.Element("small", $"in {outcome.Inside}");
            html.Element("span", outcome.Detail ?? "");
            if (outcome.ForwardDetail is not null) html.Element("span", $"Forward: {outcome.ForwardDetail}");
            html.Close();
        }
        html.Close();
        if (isLong) html.Close();
    }
}
