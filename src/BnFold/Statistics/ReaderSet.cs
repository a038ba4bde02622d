namespace BnFold.Statistics;

/// <summary>Readers of the arrays of an item, in step.</summary>
internal sealed class ReaderSet : IDisposable
{
    private readonly DataItem _item;
    private readonly List<SampleReader> _readers = [];

    /// <exception cref="OnnxFormatException">A file can't be read, or can't be scaled as asked.</exception>
    public ReaderSet(DataItem item, bool isBatched)
    {
        _item = item;
        try
        {
            foreach (var array in item.Arrays) _readers.Add(new(array, isBatched));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads the next sample of every array into the slots; gives the first problem with its values, or null.</summary>
    /// <exception cref="OnnxFormatException">A file is damaged.</exception>
    public SkippedData? Read(BatchBuilder builder)
    {
        SkippedData? found = null;
        for (var i = 0; i < _readers.Count; i++)
        {
            // All are read even so, to stay in step.
            var problem = _readers[i].Read(builder.Slot(i));
            if (problem is not null) found ??= new(_item.Arrays[i].File.Path, problem);
        }
        return found;
    }

    public void Dispose()
    {
        foreach (var reader in _readers) reader.Dispose();
    }
}
