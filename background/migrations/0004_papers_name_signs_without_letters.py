from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('background', '0003_papers_say_how_far_they_are'),
    ]

    operations = [
        migrations.AddField(
            model_name='preparedpaper',
            name='missing',
            field=models.TextField(blank=True, default=''),
        ),
    ]
