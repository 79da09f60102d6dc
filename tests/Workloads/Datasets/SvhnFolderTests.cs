using WageSim.Models;
using WageSim.Tests.Support;
using WageSim.Workloads.Datasets;

namespace WageSim.Tests.Workloads.Datasets;

public sealed class SvhnFolderTests : IDisposable
{
    private const int ImageBytes = 32 * 32 * 3;
    private readonly TemporaryFolder folder = new();
    private string Train => folder.File("train_32x32.mat");
    private string Test => folder.File("test_32x32.mat");

    public void Dispose() => folder.Dispose();

    private static byte[] Images(int count)
    {
        byte[] bytes = new byte[count * ImageBytes];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static byte[] X(int count) => MatBytes.Array("X", MatBytes.ClassUInt8, [32, 32, 3, count], MatBytes.UInt8, Images(count));

    private static byte[] Y(params byte[] labels) => MatBytes.Array("y", MatBytes.ClassUInt8, [labels.Length, 1], MatBytes.UInt8, labels);

    private static byte[] Packed() => MatBytes.File(MatBytes.Compressed(X(3)), MatBytes.Compressed(Y(1, 10, 9)));

    private void Write(byte[] train, byte[]? test = null)
    {
        File.WriteAllBytes(Train, train);
        File.WriteAllBytes(Test, test ?? MatBytes.File(X(2), Y(3, 10)));
    }

    private string Error(byte[] train)
    {
        Write(train);
        return Assert.Throws<InputException>(() => DataSets.Load($"svhn:{folder.Path}")).Message;
    }

    private void CheckLoaded()
    {
        double done = 0;
        var set = DataSets.Load($"svhn:{folder.Path}", share => done += share);
        Assert.Equal(1, done, 1e-9);
        Assert.Equal(("svhn", 10, 3, 2), (set.Name, set.Classes, set.Train.Count, set.Test.Count));
        Assert.Equal([1, 0, 9], Enumerable.Range(0, 3).Select(set.Train.Label));
        Assert.Equal([3, 0], Enumerable.Range(0, 2).Select(set.Test.Label));
        byte[] bytes = Images(3);
        for (int i = 0; i < 3; i++)
            for (int y = 0; y < 32; y++)
                for (int x = 0; x < 32; x++)
                    for (int c = 0; c < 3; c++)
                        Assert.Equal(bytes[y + 32 * (x + 32 * (c + 3 * i))], set.Train.Read(i, default)[(y * 32 + x) * 3 + c]);
    }

    [Fact]
    public void Plain_and_compressed_arrays_are_loaded_in_any_order()
    {
        Write(MatBytes.File(X(3), Y(1, 10, 9)));
        CheckLoaded();
        Write(Packed(), MatBytes.File(MatBytes.Compressed(X(2)), Y(3, 10)));
        CheckLoaded();
        Write(MatBytes.File(Y(1, 10, 9), MatBytes.Compressed(X(3))));
        CheckLoaded();
    }

    [Fact]
    public void Labels_are_bytes_or_real_numbers_stored_in_any_width()
    {
        byte[] doubles = [.. ((double[])[1, 10, 9]).SelectMany(BitConverter.GetBytes)];
        byte[] singles = [.. ((float[])[1, 10, 9]).SelectMany(BitConverter.GetBytes)];
        Write(MatBytes.File(X(3), MatBytes.Array("y", MatBytes.ClassDouble, [3, 1], MatBytes.Double, doubles)));
        CheckLoaded();
        Write(MatBytes.File(X(3), MatBytes.Array("y", MatBytes.ClassDouble, [3, 1], MatBytes.UInt8, [1, 10, 9])));
        CheckLoaded();
        Write(MatBytes.File(X(3), MatBytes.Compressed(MatBytes.Array("y", MatBytes.ClassDouble, [1, 3], MatBytes.Single, singles))));
        CheckLoaded();
    }

    [Fact]
    public void Other_arrays_of_the_file_are_passed_over()
    {
        byte[] text = MatBytes.Array("note", MatBytes.ClassChar, [1, 5], MatBytes.UInt8, [1, 2, 3, 4, 5]);
        byte[] complex = MatBytes.Array("y", MatBytes.ClassDouble, [1, 1], MatBytes.UInt8, [7], flags: 0x0800);
        byte[] other = MatBytes.Array("names", MatBytes.ClassUInt8, [2, 5], MatBytes.UInt8, new byte[10]);
        Write(MatBytes.File(text, X(3), MatBytes.Compressed(other), complex, Y(1, 10, 9), MatBytes.Compressed(text)));
        CheckLoaded();
    }

    [Fact]
    public void A_single_image_has_three_dimensions()
    {
        Write(MatBytes.File(MatBytes.Array("X", MatBytes.ClassUInt8, [32, 32, 3], MatBytes.UInt8, Images(1)), Y(4)));
        Assert.Equal(1, DataSets.Load($"svhn:{folder.Path}").Train.Count);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.WriteAllBytes(Train, []);
        Assert.Equal($"data set 'svhn:{folder.Path}': test_32x32.mat is missing; train_32x32.mat and test_32x32.mat are expected",
            Assert.Throws<InputException>(() => DataSets.Load($"svhn:{folder.Path}")).Message);
    }

    [Fact]
    public void Files_of_another_version_are_errors()
    {
        byte[] good = MatBytes.File(X(3), Y(1, 10, 9)), hdf = [.. good], bigEndian = [.. good], level4 = [.. good], unknown = [.. good];
        (hdf[124], hdf[125]) = (0, 2);
        (bigEndian[126], bigEndian[127]) = ((byte)'M', (byte)'I');
        level4.AsSpan(124, 4).Clear();
        (unknown[124], unknown[125]) = (1, 3);
        Assert.Equal($"{Train}: is a MAT file of version 7.3 (HDF5); level 5, as of save -v7, is expected", Error(hdf));
        Assert.Equal($"{Train}: is a big-endian MAT file; a little-endian one is expected", Error(bigEndian));
        Assert.Equal($"{Train}: is not a MAT file of level 5: bytes 126 and 127 are not IM (level 4 has no such mark)", Error(level4));
        Assert.Equal($"{Train}: MAT version 0x0301 is unknown; 0x0100 is expected", Error(unknown));
        Assert.Equal($"{Train}: 100 bytes are too few for the 128-byte header of a MAT file", Error(good[..100]));
    }

    [Fact]
    public void Truncated_and_damaged_files_are_errors()
    {
        byte[] plain = MatBytes.File(X(3), Y(1, 10, 9)), packed = Packed();
        Assert.Equal($"{Train}: the element at byte 128 goes on to byte 9408; the file ends at 5000", Error(plain[..5000]));
        for (int length = 128; length < packed.Length; length += 97) Assert.StartsWith($"{Train}: ", Error(packed[..length]));
        for (int at = 140; at < packed.Length; at += 331)
        {
            byte[] damaged = [.. packed];
            damaged[at] ^= 0x10;
            Assert.StartsWith($"{Train}: ", Error(damaged));
        }
    }

    [Fact]
    public void A_label_outside_1_to_10_is_an_error()
    {
        Assert.Equal($"{Train}: label 11 of image 2 is not one of 1..10 (10 is the digit 0)", Error(MatBytes.File(X(3), Y(1, 10, 11))));
        Assert.Equal($"{Train}: label 0 of image 0 is not one of 1..10 (10 is the digit 0)", Error(MatBytes.File(X(3), Y(0, 10, 1))));
        byte[] halves = [.. ((double[])[1, 1.5, 9]).SelectMany(BitConverter.GetBytes)];
        Assert.Equal($"{Train}: label 1.5 of image 1 is not one of 1..10 (10 is the digit 0)",
            Error(MatBytes.File(X(3), MatBytes.Array("y", MatBytes.ClassDouble, [3, 1], MatBytes.Double, halves))));
    }

    [Fact]
    public void Arrays_of_another_shape_are_errors()
    {
        Assert.Equal($"{Train}: 2 labels in y do not fit the 3 images in X", Error(MatBytes.File(X(3), Y(1, 2))));
        Assert.Equal($"{Train}: has no array X, the images", Error(MatBytes.File(Y(1, 2))));
        Assert.Equal($"{Train}: has no array y, the labels", Error(MatBytes.File(X(3))));
        Assert.Equal($"{Train}: X is 32×16×3×2 of uint8; 32×32×3×n of uint8 is expected",
            Error(MatBytes.File(MatBytes.Array("X", MatBytes.ClassUInt8, [32, 16, 3, 2], MatBytes.UInt8, Images(1)), Y(1))));
        Assert.Equal($"{Train}: X is 32×32×3 of single; 32×32×3×n of uint8 is expected",
            Error(MatBytes.File(MatBytes.Array("X", MatBytes.ClassUInt8, [32, 32, 3], MatBytes.Single, new byte[4 * ImageBytes]), Y(1))));
        Assert.Equal($"{Train}: is truncated or corrupt",
            Error(MatBytes.File(MatBytes.Array("X", MatBytes.ClassUInt8, [32, 32, 3, 2], MatBytes.UInt8, Images(1)), Y(1))));
    }
}
