namespace BnFold;

/// <summary>A model that is written but does not have its name yet: look at it, then commit it or drop it.</summary>
public sealed class PendingFile : IDisposable
{
    /// <summary>A complete model that can be opened, in the folder of the target.</summary>
    public string TemporaryPath => throw new NotImplementedException();

    /// <summary>The name the model gets.</summary>
    public string TargetPath => throw new NotImplementedException();

    /// <summary>Renames the temporary file to the target, replacing what was there in one step.</summary>
    /// <exception cref="IOException">The target can't be replaced; it is untouched.</exception>
    public void Commit() => throw new NotImplementedException();

    /// <summary>Removes what was written, unless it was committed.</summary>
    public void Dispose() => throw new NotImplementedException();
}
