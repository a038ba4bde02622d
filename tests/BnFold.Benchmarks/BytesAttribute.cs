namespace BnFold.Benchmarks;

/// <summary>How many bytes a benchmark goes through.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BytesAttribute(long count) : Attribute
{
    public long Count => count;
}
