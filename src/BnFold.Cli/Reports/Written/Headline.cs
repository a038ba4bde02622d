namespace BnFold.Cli.Reports.Written;

/// <summary>What a run came to, in a word and in sentences.</summary>
/// <param name="Verdict">Such as <c>Verified</c>.</param>
/// <param name="Tone"><c>good</c>, <c>bad</c> or <c>mixed</c>.</param>
/// <param name="Count">How many of what, in words and figures of our own.</param>
/// <param name="Sentence">Why, and how far.</param>
internal sealed record Headline(string Verdict, string Tone, string Count, string Sentence);
