namespace BnFold.Cli.Reports.Html;

/// <summary>Marks that can be told apart without colour.</summary>
internal enum DotMark
{
    /// <summary>A filled dot.</summary>
    Dot,

    /// <summary>An empty one.</summary>
    Ring,

    /// <summary>An upright stroke, for a limit.</summary>
    Stroke,

    /// <summary>A filled diamond.</summary>
    Diamond,
}
