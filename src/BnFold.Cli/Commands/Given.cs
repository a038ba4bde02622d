namespace BnFold.Cli.Commands;

/// <summary>
/// A number that was typed; null where none was. A class, because the classes of options are precompiled for those alone, and compiling
/// them for each type of number took longer than reading the command line.
/// </summary>
internal sealed record Given<T>(T Value)
    where T : struct;
