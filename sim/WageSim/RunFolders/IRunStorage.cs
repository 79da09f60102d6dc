namespace WageSim.RunFolders;

/// <summary>The files of one folder: the few operations that a run's folder is written with, each of which may fail on its own.</summary>
public interface IRunStorage : IDisposable
{
    /// <summary>The folder, as messages name it.</summary>
    string Folder { get; }

    /// <summary>Names of the files that are there.</summary>
    IReadOnlyList<string> Names();

    /// <summary>The bytes of a file.</summary>
    byte[] Read(string name);

    /// <summary>Writes a file, new or in place of one, and waits until its bytes are on the disk.</summary>
    void Write(string name, byte[] bytes);

    /// <summary>Gives a file another name, at once; a file of that name goes.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file.</summary>
    void Delete(string name);
}
