namespace BnFold.Tests.Properties;

/// <summary>A step found that it does not fit the value at hand; the generator takes another one.</summary>
internal sealed class MisfitException : Exception;
