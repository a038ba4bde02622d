namespace BnFold.Onnx;

/// <summary>When a written file is brought to the disk before it gets its name.</summary>
internal enum Durability
{
    /// <summary>When it takes the place of another.</summary>
    IfReplacing,

    /// <summary>Always, because another file will refer to it.</summary>
    Always,
}
