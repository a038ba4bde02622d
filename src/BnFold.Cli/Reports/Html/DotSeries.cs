namespace BnFold.Cli.Reports.Html;

/// <summary>One kind of mark in a <see cref="DotPlot"/>, a value in each row.</summary>
/// <param name="Label">What it is, for the legend.</param>
/// <param name="Mark">How it is drawn.</param>
internal sealed record DotSeries(string Label, DotMark Mark);
