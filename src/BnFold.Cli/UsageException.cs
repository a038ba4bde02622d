namespace BnFold.Cli;

/// <summary>A command line that cannot be meant as it stands.</summary>
internal sealed class UsageException(string message) : Exception(message);
